namespace Actors.Kernel.TestKit;

/// <summary>A message that a test got.</summary>
public sealed class RealMessageEnvelope : MessageEnvelope
{
    /// <summary>With both parts.</summary>
    public RealMessageEnvelope(object message, IActorRef sender)
    {
        Message = message;
        Sender = sender;
    }

    /// <inheritdoc/>
    public override object Message { get; }

    /// <inheritdoc/>
    public override IActorRef Sender { get; }

    /// <inheritdoc/>
    public override string ToString() => $"<{Message}> from {Sender}";
}
