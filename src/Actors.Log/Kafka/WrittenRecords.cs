using System.Runtime.InteropServices;
using System.Text;
using Actors.Contracts.Jobs;

namespace Actors.Log.Kafka;

/// <summary>
/// One shard's records on their way into the log and back, so that a reader of the same node gets the very record that was
/// written and not a copy of it. By rising stamp and number, as an owner writes them; what comes back takes with it all that
/// was written before. The oldest ones are forgotten beyond a bound. Thread-safe.
/// </summary>
internal sealed class WrittenRecords
{
    /// <summary>Several times what a busy shard has under way; what stands behind a stalled broker comes back as a copy.</summary>
    internal const int MaxRecords = 1024;

    /// <summary>The most bytes of values.</summary>
    internal const int MaxBytes = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<LogRecord> _records = new();
    private LogRecord? _last;
    private long _bytes;
    private bool _open;

    /// <summary>How many records are kept.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _records.Count;
            }
        }
    }

    /// <summary>Somebody reads the shard's end from now on: what is written is kept.</summary>
    internal void Open()
    {
        lock (_gate)
        {
            _open = true;
        }
    }

    /// <summary>Nobody does: forgets all, and what is written.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            Clear();
            _open = false;
        }
    }

    /// <summary>Keeps a record that is about to be written, if what comes back would be read as exactly this one.</summary>
    internal void Add(LogRecord record)
    {
        if (!IsReadAsWritten(record))
        {
            return;
        }

        lock (_gate)
        {
            if (!_open)
            {
                return;
            }

            if (_last is not null && Compare(_last, record.Stamp, record.Seq) >= 0)
            {
                // Not as an owner writes: nothing is known of the order any more.
                Clear();
            }

            _records.Enqueue(record);
            _last = record;
            _bytes += record.Value.Length;
            while (_records.Count > MaxRecords || _bytes > MaxBytes)
            {
                Remove();
            }
        }
    }

    /// <summary>
    /// The record that was written with this stamp and number; null where it is not kept. It and all before it are forgotten. The
    /// caller makes sure that the bytes are the same.
    /// </summary>
    internal LogRecord? Take(long stamp, long seq)
    {
        lock (_gate)
        {
            while (_records.TryPeek(out var oldest))
            {
                var order = Compare(oldest, stamp, seq);
                if (order > 0)
                {
                    return null;
                }

                Remove();
                if (order == 0)
                {
                    return oldest;
                }
            }

            return null;
        }
    }

    private void Remove() => _bytes -= _records.Dequeue().Value.Length;

    private void Clear()
    {
        _records.Clear();
        (_last, _bytes) = (null, 0);
    }

    private static int Compare(LogRecord record, long stamp, long seq) =>
        record.Stamp != stamp ? record.Stamp.CompareTo(stamp) : record.Seq.CompareTo(seq);

    // The header has one form for an empty text and none, and for texts that are no UTF-16; it refuses unknown steps. A value that
    // is a part of something larger would keep all of it in memory.
    private static bool IsReadAsWritten(LogRecord record) =>
        record.Stamp >= 0
        && record.Step <= JobStep.Cancelled
        && Ascii.IsValid(record.Channel) && Ascii.IsValid(record.Type)
        && record.Job is null or { Length: > 0 } && Ascii.IsValid(record.Job)
        && record.TraceParent is null or { Length: > 0 } && Ascii.IsValid(record.TraceParent)
        && MemoryMarshal.TryGetArray(record.Value, out var value) && value.Array!.Length == value.Count;
}
