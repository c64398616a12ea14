namespace Actors.Kernel;

/// <summary>Makes the instances of an actor.</summary>
internal abstract class ActorFactory
{
    internal abstract Type ActorType { get; }

    internal abstract ActorBase Create();

    internal virtual void Release(ActorBase actor)
    {
    }
}
