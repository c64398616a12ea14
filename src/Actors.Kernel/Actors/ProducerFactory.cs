namespace Actors.Kernel;

/// <summary>Makes actors by a producer of the application's.</summary>
internal sealed class ProducerFactory(IIndirectActorProducer producer) : ActorFactory
{
    internal override Type ActorType => producer.ActorType;

    internal override ActorBase Create() => producer.Produce();

    internal override void Release(ActorBase actor) => producer.Release(actor);
}
