namespace Actors.Kernel;

/// <summary>An actor's view of itself and its surroundings. Use it only from within the actor.</summary>
public interface IActorContext : IActorRefFactory, ICanWatch
{
    /// <summary>The actor's own reference.</summary>
    IActorRef Self { get; }

    /// <summary>Who told the message that is being handled; the dead letters if nobody.</summary>
    IActorRef Sender { get; }

    /// <summary>Who supervises this actor.</summary>
    IActorRef Parent { get; }

    /// <summary>What the actor was made from.</summary>
    Props Props { get; }

    /// <summary>The system it lives in.</summary>
    ActorSystem System { get; }

    /// <summary>The time without messages after which it is told <see cref="Kernel.ReceiveTimeout"/>; <c>null</c> if it is not.</summary>
    TimeSpan? ReceiveTimeout { get; }

    /// <summary>Replaces the present behaviour.</summary>
    void Become(Receive receive);

    /// <summary>Puts a behaviour on top of the present one.</summary>
    void BecomeStacked(Receive receive);

    /// <summary>Goes back to the behaviour below; at the bottom, to the first one.</summary>
    void UnbecomeStacked();

    /// <summary>The child of that name, or <see cref="ActorRefs.Nobody"/>.</summary>
    IActorRef Child(string name);

    /// <summary>A snapshot of the children, in the order in which their places were taken.</summary>
    IEnumerable<IActorRef> GetChildren();

    /// <summary>Sets or, with <c>null</c>, ends the receive timeout. It counts from the end of the message being handled.</summary>
    void SetReceiveTimeout(TimeSpan? timeout);

    /// <summary>Stops an actor, usually a child or oneself, after the message that it is handling. Its children stop first.</summary>
    void Stop(IActorRef child);
}
