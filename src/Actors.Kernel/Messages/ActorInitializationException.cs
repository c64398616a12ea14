namespace Actors.Kernel;

/// <summary>An actor could not be made: its constructor or <c>PreStart</c> threw.</summary>
public class ActorInitializationException : AkkaException
{
    /// <summary>With a reason.</summary>
    public ActorInitializationException(string message)
        : base(message)
    {
    }

    /// <summary>With the actor, a reason and what was thrown.</summary>
    public ActorInitializationException(IActorRef actor, string message, Exception? cause = null)
        : base(message, cause)
    {
        Actor = actor;
    }

    /// <summary>The actor that could not be made.</summary>
    public IActorRef? Actor { get; }
}
