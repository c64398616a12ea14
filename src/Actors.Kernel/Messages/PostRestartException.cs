namespace Actors.Kernel;

/// <summary>The constructor or <c>PostRestart</c> threw during a restart.</summary>
public sealed class PostRestartException : ActorInitializationException
{
    /// <summary>With what was thrown and the cause of the restart.</summary>
    public PostRestartException(IActorRef actor, Exception cause, Exception originalCause)
        : base(actor, $"Exception post restart ({originalCause.GetType().Name})", cause)
    {
        OriginalCause = originalCause;
    }

    /// <summary>Why the actor was being restarted.</summary>
    public Exception OriginalCause { get; }
}
