namespace Actors.Sessions;

/// <summary>What the node's streams have done since it started, for health and metrics. Thread-safe; the values are of slightly different moments.</summary>
public sealed class SessionCounters
{
    private const int MeasuredOf = 8;

    private long _sessions;
    private long _windows;
    private long _delivered;
    private long _replays;
    private long _indexed;
    private long _scans;
    private long _resets;
    private long _slow;
    private long _dropped;

    /// <summary>Streams and polls that are open now.</summary>
    public long Sessions => Volatile.Read(ref _sessions);

    /// <summary>Channel windows that are open now.</summary>
    public long Windows => Volatile.Read(ref _windows);

    /// <summary>Events given to clients' connections.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>Pages that sessions asked for.</summary>
    public long Replays => Volatile.Read(ref _replays);

    /// <summary>Questions of sessions far behind to the index.</summary>
    public long Indexed => Volatile.Read(ref _indexed);

    /// <summary>Scans that feeds have run.</summary>
    public long Scans => Volatile.Read(ref _scans);

    /// <summary>Positions that could not be honoured.</summary>
    public long Resets => Volatile.Read(ref _resets);

    /// <summary>Streams closed because the client took nothing.</summary>
    public long SlowClients => Volatile.Read(ref _slow);

    /// <summary>Frames that were left to the log because a feed had too many waiting.</summary>
    public long DroppedFrames => Volatile.Read(ref _dropped);

    internal void SessionOpened() => Interlocked.Increment(ref _sessions);

    internal void SessionClosed() => Interlocked.Decrement(ref _sessions);

    internal void WindowOpened() => Interlocked.Increment(ref _windows);

    internal void WindowClosed() => Interlocked.Decrement(ref _windows);

    /// <summary>Counts deliveries; true when one of them is an eighth one, to be measured.</summary>
    internal bool DeliveredEvents(long count)
    {
        if (count <= 0)
        {
            return false;
        }

        var total = Interlocked.Add(ref _delivered, count);
        return total / MeasuredOf != (total - count) / MeasuredOf;
    }

    internal void Replayed() => Interlocked.Increment(ref _replays);

    internal void AskedIndex() => Interlocked.Increment(ref _indexed);

    internal void Scanned() => Interlocked.Increment(ref _scans);

    internal void HadReset() => Interlocked.Increment(ref _resets);

    internal void WasSlow() => Interlocked.Increment(ref _slow);

    internal void DroppedFrame() => Interlocked.Increment(ref _dropped);
}
