namespace Actors.Kernel;

/// <summary>A message to an actor that has stopped or whose mailbox is full; published on the event stream.</summary>
public sealed class DeadLetter : AllDeadLetters
{
    /// <summary>With the message and both ends.</summary>
    public DeadLetter(object message, IActorRef sender, IActorRef recipient)
        : base(message, sender, recipient)
    {
    }
}
