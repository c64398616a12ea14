namespace Actors.Kernel;

/// <summary>What the kernel itself needs of every reference.</summary>
internal interface IInternalActorRef : IActorRef
{
    ActorSystem System { get; }

    bool IsTerminated { get; }

    void SendSystemMessage(SystemMessage message);
}
