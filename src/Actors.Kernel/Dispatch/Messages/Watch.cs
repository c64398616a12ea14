namespace Actors.Kernel;

/// <summary><paramref name="watcher"/> wants to be told of the receiver's end.</summary>
internal sealed class Watch(IInternalActorRef watcher) : SystemMessage
{
    internal IInternalActorRef Watcher => watcher;
}
