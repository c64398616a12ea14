namespace Actors.Kernel;

/// <summary>A message that reached an actor which has no handler for it; published on the event stream.</summary>
public sealed class UnhandledMessage : AllDeadLetters
{
    /// <summary>With the message and both ends.</summary>
    public UnhandledMessage(object message, IActorRef sender, IActorRef recipient)
        : base(message, sender, recipient)
    {
    }
}
