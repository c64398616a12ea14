namespace Actors.Live.Redis;

/// <summary>Somebody who listens: to this node's own messages and to those from Redis. Disposing twice is disposing once.</summary>
internal sealed class BusSubscription(IDisposable local, RedisSubscription remote) : IDisposable
{
    private RedisSubscription? _remote = remote;

    public void Dispose()
    {
        local.Dispose();
        Interlocked.Exchange(ref _remote, null)?.Release();
    }
}
