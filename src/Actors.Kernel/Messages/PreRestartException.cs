namespace Actors.Kernel;

/// <summary><c>PreRestart</c> threw; it is logged and the restart goes on.</summary>
public sealed class PreRestartException : ActorInitializationException
{
    /// <summary>With what was thrown, the cause of the restart, and the message that was being handled.</summary>
    public PreRestartException(IActorRef actor, Exception restartException, Exception cause, object? optionalMessage)
        : base(actor, $"Exception in preRestart (exception: {restartException.GetType().Name}, cause: {cause.GetType().Name})", cause)
    {
        RestartException = restartException;
        OptionalMessage = optionalMessage;
    }

    /// <summary>What <c>PreRestart</c> threw.</summary>
    public Exception RestartException { get; }

    /// <summary>The message that was being handled when the actor failed, if any.</summary>
    public object? OptionalMessage { get; }
}
