namespace Actors.Kernel.TestKit;

/// <summary>A message that a test got, and its sender.</summary>
public abstract class MessageEnvelope
{
    private protected MessageEnvelope()
    {
    }

    /// <summary>The message.</summary>
    public abstract object Message { get; }

    /// <summary>Who told it.</summary>
    public abstract IActorRef Sender { get; }
}
