namespace Actors.Live.Redis;

/// <summary>What the bus has done since it started. Thread-safe; the values are of slightly different moments.</summary>
public sealed class RedisBusCounters
{
    private long _sent;
    private long _dropped;
    private long _spared;
    private long _received;
    private long _echoes;
    private long _ignored;
    private long _connects;

    /// <summary>Frames, digests, requests and who listens: what was handed to Redis.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Those that were not, because Redis was away or too slow.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Frames that were not, because no other node listens to their channel.</summary>
    public long Spared => Volatile.Read(ref _spared);

    /// <summary>Messages of other nodes that were taken.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>This node's own messages that came back and were dropped unread.</summary>
    public long Echoes => Volatile.Read(ref _echoes);

    /// <summary>Messages of an unknown version, and what is none at all.</summary>
    public long Ignored => Volatile.Read(ref _ignored);

    /// <summary>Connections that were made, to all servers together.</summary>
    public long Connects => Volatile.Read(ref _connects);

    internal void WasSent(bool isSent)
    {
        if (isSent)
        {
            Interlocked.Increment(ref _sent);
        }
        else
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    internal void WasSpared() => Interlocked.Increment(ref _spared);

    internal void WasReceived() => Interlocked.Increment(ref _received);

    internal void WasEcho() => Interlocked.Increment(ref _echoes);

    internal void WasIgnored() => Interlocked.Increment(ref _ignored);

    internal void Connected() => Interlocked.Increment(ref _connects);
}
