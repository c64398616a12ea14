namespace Actors.Kernel;

/// <summary>Makes the instances of an actor, for instance from a container of services.</summary>
public interface IIndirectActorProducer
{
    /// <summary>The type of what <see cref="Produce"/> makes.</summary>
    Type ActorType { get; }

    /// <summary>Makes a new instance: called at the start and at each restart, within the actor.</summary>
    ActorBase Produce();

    /// <summary>Called when an instance is no longer used.</summary>
    void Release(ActorBase actor);
}
