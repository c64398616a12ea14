namespace Actors.Kernel;

/// <summary>A message and who told it.</summary>
public readonly struct Envelope : IEquatable<Envelope>
{
    /// <summary>A message and who told it.</summary>
    public Envelope(object message, IActorRef sender)
    {
        Message = message;
        Sender = sender;
    }

    /// <summary>The message.</summary>
    public object Message { get; }

    /// <summary>Who told it.</summary>
    public IActorRef Sender { get; }

    /// <summary>Equality of both parts.</summary>
    public static bool operator ==(Envelope left, Envelope right) => left.Equals(right);

    /// <summary>Inequality of one of the parts.</summary>
    public static bool operator !=(Envelope left, Envelope right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Envelope other) => Equals(Message, other.Message) && Equals(Sender, other.Sender);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Envelope other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Message, Sender);

    /// <inheritdoc/>
    public override string ToString() => $"<{Message}> from {Sender}";
}
