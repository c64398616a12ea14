namespace Actors.Live.Redis;

/// <summary>
/// A Redis channel that is wanted, on whatever link there is. All who want the same one hold the same subscription, and each
/// disposes it once. The wire's lock guards it.
/// </summary>
internal sealed class RedisSubscription(RedisWire wire, string key, byte[] channel, Action<byte[]?> received, Action? inForce) : IDisposable
{
    internal string Key => key;

    internal byte[] Channel => channel;

    /// <summary>How many want it.</summary>
    internal int Holders { get; set; }

    /// <summary>Ends when it is in force on the present link, or that one is lost.</summary>
    internal Task InForce { get; private set; } = Task.CompletedTask;

    /// <summary>Subscribes on a link, once for each.</summary>
    internal Task PutOn(RedisLink? link) => InForce = link is null ? Task.CompletedTask : SubscribeAsync(link);

    /// <summary>One holder less.</summary>
    public void Dispose() => wire.Release(this);

    private async Task SubscribeAsync(RedisLink link)
    {
        await link.SubscribeAsync(channel, received);
        inForce?.Invoke();
    }
}
