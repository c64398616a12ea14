using Actors.Log;

namespace Actors.Service.Commands;

/// <summary>
/// The first command of each key in one stretch of a shard's log, [<see cref="From"/>, <see cref="To"/>). Bounded: the oldest
/// commands leave it, and the stretch then begins behind them. A state machine; not thread-safe.
/// </summary>
/// <param name="capacity">The most commands that are remembered: some 100 bytes each.</param>
internal sealed class KeyWindow(int capacity)
{
    private readonly Dictionary<Guid, FirstCommand> _first = [];
    private readonly Queue<(Guid Key, long Offset, long Time)> _order = new();

    /// <summary>Where the stretch begins.</summary>
    public long From { get; private set; }

    /// <summary>The offset of the next record to take.</summary>
    public long To { get; private set; }

    /// <summary>How many commands are remembered.</summary>
    public int Count => _order.Count;

    /// <summary>Forgets everything and begins anew.</summary>
    public void Begin(long at)
    {
        _first.Clear();
        _order.Clear();
        (From, To) = (at, at);
    }

    /// <summary>Takes what was read from <see cref="To"/> on.</summary>
    public void Take(LogBatch batch)
    {
        foreach (var entry in batch.Entries.Span)
        {
            if (entry.Record.Kind == RecordKind.Command && CommandIdentity.TryReadKey(entry.Record, out var key, out var hash))
            {
                Add(key, FirstCommand.At(entry.Offset, hash), entry.Time);
            }
        }

        MoveTo(batch.Next);
    }

    /// <summary>Takes a command that is the next record.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="command">Its place and request.</param>
    /// <param name="time">When the log took it, in milliseconds since 1970-01-01 UTC.</param>
    public void Take(Guid key, FirstCommand command, long time)
    {
        Add(key, command, time);
        MoveTo(command.Offset + 1);
    }

    /// <summary>What lies between holds nothing, or nothing any longer.</summary>
    public void MoveTo(long next) => To = Math.Max(To, next);

    /// <summary>Forgets the commands that the log took before a time.</summary>
    public void Forget(long before)
    {
        while (_order.TryPeek(out var oldest) && oldest.Time < before)
        {
            Drop();
        }
    }

    /// <summary>The first command of a key; null where the stretch has none.</summary>
    public FirstCommand? Find(Guid key) => _first.TryGetValue(key, out var first) ? first : null;

    private void Add(Guid key, FirstCommand command, long time)
    {
        if (!_first.TryAdd(key, command))
        {
            return;
        }

        _order.Enqueue((key, command.Offset, time));
        if (_order.Count > capacity)
        {
            Drop();
        }
    }

    private void Drop()
    {
        var (key, offset, _) = _order.Dequeue();
        _first.Remove(key);
        From = offset + 1;
    }
}
