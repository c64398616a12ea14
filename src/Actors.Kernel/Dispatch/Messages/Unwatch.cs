namespace Actors.Kernel;

/// <summary><paramref name="watcher"/> no longer wants to be told.</summary>
internal sealed class Unwatch(IInternalActorRef watcher) : SystemMessage
{
    internal IInternalActorRef Watcher => watcher;
}
