namespace Actors.Kernel;

/// <summary>A dead letter that nobody misses.</summary>
public sealed class SuppressedDeadLetter : AllDeadLetters
{
    /// <summary>With the message and both ends.</summary>
    public SuppressedDeadLetter(IDeadLetterSuppression message, IActorRef sender, IActorRef recipient)
        : base(message, sender, recipient)
    {
    }
}
