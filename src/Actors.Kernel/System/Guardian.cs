namespace Actors.Kernel;

/// <summary>The top of the user's or the system's actors.</summary>
internal sealed class Guardian : ActorBase
{
    protected override bool Receive(object message)
    {
        if (message is StopChild stop)
            Context.Stop(stop.Child);
        else
            Context.System.DeadLetters.Tell(message, Sender);
        return true;
    }

    /// <summary>The actors below go on, whatever happens here.</summary>
    protected override void PreRestart(Exception reason, object? message)
    {
    }
}
