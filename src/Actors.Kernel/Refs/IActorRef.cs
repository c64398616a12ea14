namespace Actors.Kernel;

/// <summary>The address of one incarnation of an actor. Safe to use from any thread, also after the actor has stopped: then its messages become dead letters.</summary>
public interface IActorRef : ICanTell, IEquatable<IActorRef>, IComparable<IActorRef>, IComparable
{
    /// <summary>Where the actor stands in its system's tree.</summary>
    ActorPath Path { get; }
}
