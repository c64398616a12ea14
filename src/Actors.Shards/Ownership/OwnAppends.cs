using Actors.Log;

namespace Actors.Shards.Ownership;

/// <summary>
/// The owner's records that have not come back, in the order of their appending, which is the order in the log. Stamps and
/// numbers them. While no claim is held they wait. Not thread-safe.
/// </summary>
internal sealed class OwnAppends(IDurableLog log, int shard, CancellationToken ct)
{
    private Queue<PendingAppend> _pending = new();
    private long _claim = -1;
    private long _nextSeq;

    /// <summary>How many records have not come back.</summary>
    internal int Count => _pending.Count;

    /// <summary>The stamp and the number that a record appended now gets; one that bears them already is not copied.</summary>
    internal (long Stamp, long Seq) Next => (_claim, _nextSeq);

    /// <summary>The oldest record's append; <see cref="Task.CompletedTask"/> where there is none.</summary>
    internal Task Oldest => _pending.TryPeek(out var head) ? head.Acknowledged : Task.CompletedTask;

    /// <summary>Appends behind all others; holds the record where no claim is held.</summary>
    internal void Append(in PendingAppend append) => _pending.Enqueue(_claim < 0 ? append : Send(append));

    /// <summary>Stops appending: what is not confirmed may or may not be in the log.</summary>
    internal void Hold() => _claim = -1;

    /// <summary>
    /// A record of an own claim came back valid: takes it from the queue. False when it is not the oldest one, which no valid
    /// record of a claim that is still followed can be.
    /// </summary>
    internal bool TryConfirm(LogRecord record, out PendingAppend append)
    {
        if (_pending.TryPeek(out append) && append.Record.Stamp == record.Stamp && append.Record.Seq == record.Seq)
        {
            _pending.Dequeue();
            return true;
        }

        return false;
    }

    /// <summary>
    /// Begins a new claim: events that are not in the log are appended again, in order and with their ids; snapshots and points
    /// belong to the claim before and are dropped.
    /// </summary>
    /// <returns>How many were appended.</returns>
    internal int Begin(long claim)
    {
        (_claim, _nextSeq) = (claim, 0);
        var again = _pending;
        _pending = new Queue<PendingAppend>(Math.Max(16, again.Count));
        foreach (var append in again)
        {
            if (append.Record.Kind == RecordKind.Event)
            {
                _pending.Enqueue(Send(append));
            }
        }

        return _pending.Count;
    }

    /// <summary>Forgets all: another owner may have written in between.</summary>
    internal void Drop()
    {
        _pending.Clear();
        _claim = -1;
    }

    private PendingAppend Send(in PendingAppend append)
    {
        var record = (append.Record.Stamp, append.Record.Seq) == Next ? append.Record : append.Record with { Stamp = _claim, Seq = _nextSeq };
        _nextSeq++;
        Task acknowledged;
        try
        {
            acknowledged = log.AppendAsync(shard, record, ct);
        }
        catch (Exception e)
        {
            // Refused at once or later: in doubt either way.
            acknowledged = Task.FromException(e);
        }

        return append with { Record = record, Acknowledged = acknowledged };
    }
}
