namespace Actors.Kernel;

/// <summary>The reference of no actor: what it is told is lost without a trace.</summary>
public sealed class Nobody : IActorRef
{
    private static readonly ActorPath NobodyPath = new(new Address("akka", "all-systems"), "Nobody");

    private Nobody()
    {
    }

    /// <summary>The only instance.</summary>
    public static readonly Nobody Instance = new();

    /// <inheritdoc/>
    public ActorPath Path => NobodyPath;

    /// <summary>Does nothing.</summary>
    public void Tell(object message, IActorRef? sender)
    {
    }

    bool IEquatable<IActorRef>.Equals(IActorRef? other) => ReferenceEquals(this, other);

    int IComparable<IActorRef>.CompareTo(IActorRef? other) => other is null ? 1 : Path.CompareTo(other.Path);

    int IComparable.CompareTo(object? obj) => ((IComparable<IActorRef>)this).CompareTo(obj as IActorRef);
}
