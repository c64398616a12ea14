using System.Collections.Concurrent;

namespace Actors.Live.InProcess;

/// <summary>
/// The live bus within one process: frames and digests go to their subscribers by reference, on the publisher's thread.
/// Publishing to a channel without subscribers costs one look-up; to others, a walk over an array. Nothing is allocated.
/// </summary>
public sealed class InProcessBus : ILiveBus
{
    private readonly ConcurrentDictionary<string, ILiveSubscriber[]> _channels = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, ILiveSubscriber[]> _shards = new();
    private readonly ConcurrentDictionary<int, Action[]> _owners = new();

    /// <summary>True: a process does not lose what it sends to itself.</summary>
    public bool IsUp => true;

    /// <inheritdoc/>
    public long Losses => 0;

    /// <summary>How many channels have subscribers.</summary>
    public int SubscribedChannels => _channels.Count;

    /// <inheritdoc/>
    public void Publish(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (!_channels.TryGetValue(frame.Channel, out var subscribers))
        {
            return;
        }

        foreach (var subscriber in subscribers)
        {
            subscriber.OnFrame(frame);
        }
    }

    /// <inheritdoc/>
    public void Publish(Digest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        if (!_shards.TryGetValue(digest.Shard, out var subscribers))
        {
            return;
        }

        foreach (var subscriber in subscribers)
        {
            subscriber.OnDigest(digest);
        }
    }

    /// <inheritdoc/>
    public void RequestDigest(int shard)
    {
        if (!_owners.TryGetValue(shard, out var owners))
        {
            return;
        }

        foreach (var requested in owners)
        {
            requested();
        }
    }

    /// <inheritdoc/>
    public IDisposable SubscribeChannel(int shard, string channel, ILiveSubscriber subscriber)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ArgumentNullException.ThrowIfNull(subscriber);
        return new CopyOnWriteEntry<string, ILiveSubscriber>(_channels, channel, subscriber);
    }

    /// <inheritdoc/>
    public IDisposable SubscribeShard(int shard, ILiveSubscriber subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        return new CopyOnWriteEntry<int, ILiveSubscriber>(_shards, shard, subscriber);
    }

    /// <inheritdoc/>
    public IDisposable ServeDigests(int shard, Action requested)
    {
        ArgumentNullException.ThrowIfNull(requested);
        return new CopyOnWriteEntry<int, Action>(_owners, shard, requested);
    }
}
