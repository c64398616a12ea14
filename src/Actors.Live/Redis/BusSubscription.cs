namespace Actors.Live.Redis;

/// <summary>Somebody who listens: to this node's own messages and to those from Redis. Disposing twice is disposing once.</summary>
internal sealed class BusSubscription(params IDisposable[] parts) : IDisposable
{
    private IDisposable[]? _parts = parts;

    public void Dispose()
    {
        foreach (var part in Interlocked.Exchange(ref _parts, null) ?? [])
        {
            part.Dispose();
        }
    }
}
