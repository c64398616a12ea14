namespace Actors.Log.Sqlite;

/// <summary>
/// What a shard holds, as readers may know it: its bounds, and its last acknowledged records in memory, shared by reference.
/// A ring whose places follow from the dense offsets. Followers that stand at the end wait here. Thread-safe.
/// </summary>
internal sealed class ShardTail(int shard, int maxRecords, long maxBytes)
{
    private readonly Lock _gate = new();
    private LogEntry[] _ring = new LogEntry[16];
    private long _kept;
    private long _bytes;
    private List<FollowerWait> _waiting = [];
    private List<FollowerWait> _spare = [];
    private bool _closed;
    private ShardBounds _bounds;

    /// <summary>The shard's bounds: acknowledged records only.</summary>
    internal ShardBounds Bounds
    {
        get
        {
            lock (_gate)
            {
                return _bounds;
            }
        }
    }

    /// <summary>Sets where the shard begins and ends when the log is opened.</summary>
    internal void Open(ShardBounds bounds) => (_bounds, _kept) = (bounds, bounds.Next);

    /// <summary>Retention is about to remove what lies before an offset.</summary>
    internal void Trim(long first)
    {
        lock (_gate)
        {
            _bounds = _bounds with { First = Math.Max(_bounds.First, first) };
        }
    }

    /// <summary>Records became durable: keeps them and wakes who waits for them.</summary>
    internal void Publish(List<LogEntry> entries)
    {
        List<FollowerWait> woken;
        lock (_gate)
        {
            foreach (var entry in entries)
            {
                Keep(entry);
            }

            (woken, _waiting, _spare) = (_waiting, _spare, _waiting);
        }

        foreach (var wait in woken)
        {
            wait.Wake();
        }

        woken.Clear();
    }

    /// <summary>
    /// Reads from memory. False when <paramref name="from"/> is older than what is kept; then the file has it.
    /// </summary>
    /// <exception cref="OffsetOutOfRangeException">Nothing has this offset.</exception>
    internal bool TryRead(long from, int bytes, out LogBatch batch)
    {
        lock (_gate)
        {
            if (from < _bounds.First || from > _bounds.Next)
            {
                throw new OffsetOutOfRangeException(shard, from, _bounds);
            }

            if (from < _kept)
            {
                batch = null!;
                return false;
            }

            var (next, budget) = (from, (long)bytes);
            while (next < _bounds.Next && (next == from || budget > 0))
            {
                budget -= _ring[next & (_ring.Length - 1)].Record.Value.Length;
                next++;
            }

            var entries = next == from ? [] : new LogEntry[next - from];
            for (var i = 0; i < entries.Length; i++)
            {
                entries[i] = _ring[(from + i) & (_ring.Length - 1)];
            }

            batch = new LogBatch(shard, from, next, entries);
            return true;
        }
    }

    /// <summary>Puts a follower to sleep until there is more than it has read. False when there is already.</summary>
    internal bool Sleep(FollowerWait wait, long from)
    {
        lock (_gate)
        {
            if (_closed || _bounds.Next > from)
            {
                return false;
            }

            _waiting.Add(wait);
            return true;
        }
    }

    /// <summary>Takes a follower that gave up waiting off the list.</summary>
    internal void Forget(FollowerWait wait)
    {
        lock (_gate)
        {
            _waiting.Remove(wait);
        }
    }

    /// <summary>The log is closed: wakes everybody.</summary>
    internal void Close()
    {
        List<FollowerWait> woken;
        lock (_gate)
        {
            _closed = true;
            (woken, _waiting) = (_waiting, []);
        }

        foreach (var wait in woken)
        {
            wait.Wake();
        }
    }

    private void Keep(in LogEntry entry)
    {
        var count = _bounds.Next - _kept;
        if (count == _ring.Length && count < maxRecords)
        {
            Grow();
        }

        while (_bounds.Next - _kept == _ring.Length || (_bytes > maxBytes && _kept < _bounds.Next))
        {
            ref var oldest = ref _ring[_kept & (_ring.Length - 1)];
            _bytes -= oldest.Record.Value.Length;
            oldest = default;
            _kept++;
        }

        _ring[entry.Offset & (_ring.Length - 1)] = entry;
        _bytes += entry.Record.Value.Length;
        _bounds = _bounds with { Next = entry.Offset + 1 };
    }

    private void Grow()
    {
        var larger = new LogEntry[_ring.Length * 2];
        for (var offset = _kept; offset < _bounds.Next; offset++)
        {
            larger[offset & (larger.Length - 1)] = _ring[offset & (_ring.Length - 1)];
        }

        _ring = larger;
    }
}
