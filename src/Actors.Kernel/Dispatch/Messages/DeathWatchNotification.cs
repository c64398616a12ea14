namespace Actors.Kernel;

/// <summary><paramref name="actor"/> has stopped: to its supervisor and its watchers.</summary>
internal sealed class DeathWatchNotification(IInternalActorRef actor, bool existenceConfirmed) : SystemMessage
{
    internal IInternalActorRef Actor => actor;

    internal bool ExistenceConfirmed => existenceConfirmed;
}
