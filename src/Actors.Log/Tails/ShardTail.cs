namespace Actors.Log.Tails;

/// <summary>
/// What a shard holds, as readers may know it: its bounds, and its last acknowledged records in memory, shared by reference.
/// A ring of records by rising offset; where the offsets are dense a record's place follows from its offset, behind gaps it is
/// searched for. Followers that stand at the end wait here. A tail that is not open keeps nothing. Thread-safe.
/// </summary>
internal sealed class ShardTail(int shard, int maxRecords, long maxBytes)
{
    private readonly Lock _gate = new();
    private LogEntry[] _ring = new LogEntry[16];
    private long _oldest;
    private long _behind;
    private long _kept;
    private long _bytes;
    private bool _open;
    private bool _closed;
    private List<FollowerWait> _waiting = [];
    private List<FollowerWait>? _spare = [];
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

    /// <summary>Begins, or begins again, with nothing, at the end of the log: who waits looks in the pages for what lies before.</summary>
    internal void Open(ShardBounds bounds)
    {
        List<FollowerWait>? woken;
        lock (_gate)
        {
            Clear();
            (_bounds, _kept, _open) = (bounds, bounds.Next, true);
            woken = Wakened();
        }

        Wake(woken);
    }

    /// <summary>Keeps nothing more, until it is opened again. Who waits goes on waiting.</summary>
    internal void Shut()
    {
        lock (_gate)
        {
            Clear();
            _open = false;
        }
    }

    /// <summary>Retention is about to remove what lies before an offset.</summary>
    internal void Trim(long first)
    {
        lock (_gate)
        {
            _bounds = _bounds with { First = Math.Max(_bounds.First, first) };
        }
    }

    /// <summary>
    /// Records became durable: keeps them and wakes who waits for them. They are all there are between the tail's end, where
    /// earlier ones are passed over, and <paramref name="next"/>. Does nothing while the tail is not open.
    /// </summary>
    internal void Publish(List<LogEntry> entries, long next)
    {
        List<FollowerWait>? woken;
        lock (_gate)
        {
            if (!_open)
            {
                return;
            }

            foreach (var entry in entries)
            {
                if (entry.Offset >= _bounds.Next)
                {
                    Keep(entry);
                }
            }

            _bounds = _bounds with { Next = Math.Max(_bounds.Next, next) };
            woken = Wakened();
        }

        Wake(woken);
    }

    /// <summary>Reads from memory: whole records up to about so many bytes, at least one.</summary>
    /// <exception cref="ObjectDisposedException">The log is closed.</exception>
    internal TailAnswer Read(long from, int bytes, out LogBatch batch)
    {
        batch = null!;
        lock (_gate)
        {
            if (_closed)
            {
                throw new ObjectDisposedException(nameof(IDurableLog));
            }

            if (!_open || from < _kept)
            {
                return TailAnswer.Older;
            }

            if (from >= _bounds.Next)
            {
                return from == _bounds.Next ? TailAnswer.AtEnd : TailAnswer.Beyond;
            }

            var first = Place(from);
            var (last, budget) = (first, (long)bytes);
            while (last < _behind && (last == first || budget > 0))
            {
                budget -= At(last).Record.Value.Length;
                last++;
            }

            var entries = last == first ? [] : new LogEntry[last - first];
            for (var i = 0; i < entries.Length; i++)
            {
                entries[i] = At(first + i);
            }

            batch = new LogBatch(shard, from, last == _behind ? _bounds.Next : entries[^1].Offset + 1, entries);
            return TailAnswer.Here;
        }
    }

    /// <summary>
    /// Finds one record in memory. False when the offset is older than what is kept, or lies behind; <paramref name="entry"/> is
    /// null when the log has nothing there.
    /// </summary>
    internal bool TryFind(long offset, out LogEntry? entry)
    {
        entry = null;
        lock (_gate)
        {
            if (!_open || offset < _kept || offset >= _bounds.Next)
            {
                return false;
            }

            var place = Place(offset);
            if (place < _behind && At(place).Offset == offset)
            {
                entry = At(place);
            }

            return true;
        }
    }

    /// <summary>Puts a follower to sleep until there is more than it has read. False when there is already.</summary>
    internal bool Sleep(FollowerWait wait, long from)
    {
        lock (_gate)
        {
            if (_closed || (_open && (_bounds.Next > from || _kept > from)))
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
        List<FollowerWait>? woken;
        lock (_gate)
        {
            _closed = true;
            woken = Wakened();
        }

        Wake(woken);
    }

    private ref LogEntry At(long place) => ref _ring[place & (_ring.Length - 1)];

    /// <summary>The place of the first record at or behind an offset. Offsets rise by at least one, so it is not behind the dense place.</summary>
    private long Place(long offset)
    {
        if (_oldest == _behind || offset <= At(_oldest).Offset)
        {
            return _oldest;
        }

        var high = Math.Min(_behind, _oldest + (offset - At(_oldest).Offset));
        if (high == _behind ? At(high - 1).Offset < offset : At(high).Offset == offset)
        {
            return high;
        }

        for (var low = _oldest; low < high;)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = At(middle).Offset < offset ? (middle + 1, high) : (low, middle);
        }

        return high;
    }

    private void Keep(in LogEntry entry)
    {
        if (_behind - _oldest == _ring.Length && _ring.Length < maxRecords)
        {
            Grow();
        }

        while (_behind - _oldest == Math.Min(_ring.Length, maxRecords) || (_bytes > maxBytes && _oldest < _behind))
        {
            ref var oldest = ref At(_oldest);
            _bytes -= oldest.Record.Value.Length;
            _kept = oldest.Offset + 1;
            oldest = default;
            _oldest++;
        }

        At(_behind) = entry;
        _behind++;
        _bytes += entry.Record.Value.Length;
        _bounds = _bounds with { Next = entry.Offset + 1 };
    }

    private void Grow()
    {
        var larger = new LogEntry[_ring.Length * 2];
        for (var place = _oldest; place < _behind; place++)
        {
            larger[place & (larger.Length - 1)] = At(place);
        }

        _ring = larger;
    }

    private void Clear() => (_ring, _oldest, _behind, _bytes) = (new LogEntry[16], 0, 0, 0);

    private List<FollowerWait>? Wakened()
    {
        if (_waiting.Count == 0)
        {
            return null;
        }

        var woken = _waiting;
        (_waiting, _spare) = (_spare ?? [], null);
        return woken;
    }

    private void Wake(List<FollowerWait>? woken)
    {
        if (woken is null)
        {
            return;
        }

        foreach (var wait in woken)
        {
            wait.Wake();
        }

        woken.Clear();
        Volatile.Write(ref _spare, woken);
    }
}
