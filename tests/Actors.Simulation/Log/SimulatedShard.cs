using Actors.Log;

namespace Actors.Simulation.Log;

/// <summary>One shard of a simulated log: what the broker holds.</summary>
public sealed class SimulatedShard(int number, TimeProvider time)
{
    private readonly List<LogEntry> _entries = [];
    private long _next;

    /// <summary>Its number.</summary>
    public int Number { get; } = number;

    /// <summary>All records, those that retention has removed included.</summary>
    public IReadOnlyList<LogEntry> Entries => _entries;

    /// <summary>The first offset that is kept.</summary>
    public long First { get; private set; }

    /// <summary>The next record's offset.</summary>
    public long Next => _next;

    /// <summary>The last point that was committed, and the recovery point that it holds.</summary>
    public (long Offset, long RecoverFrom)? Point { get; set; }

    /// <summary>Called after each record.</summary>
    public event Action? Appended;

    /// <summary>Takes a record.</summary>
    public long Append(LogRecord record)
    {
        var offset = _next++;
        _entries.Add(new LogEntry(offset, time.GetUtcNow().ToUnixTimeMilliseconds(), record));
        Appended?.Invoke();
        return offset;
    }

    /// <summary>Leaves offsets without a record, as a broker does.</summary>
    public void Skip(int offsets) => _next += offsets;

    /// <summary>Retention: nothing before this offset is read any more.</summary>
    public void Trim(long first) => First = Math.Max(First, first);

    /// <summary>Up to so many records from an offset on.</summary>
    public LogBatch Read(long from, int maxRecords)
    {
        if (from < First || from > _next)
        {
            throw new OffsetOutOfRangeException(Number, from, new ShardBounds(First, _next));
        }

        var (low, high) = (0, _entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _entries[middle].Offset < from ? (middle + 1, high) : (low, middle);
        }

        var count = Math.Min(maxRecords, _entries.Count - low);
        var page = _entries.GetRange(low, count).ToArray();
        var next = low + count == _entries.Count ? _next : count == 0 ? from : page[^1].Offset + 1;
        return new LogBatch(Number, from, next, page);
    }
}
