namespace Actors.Log.Kafka.Writes;

/// <summary>
/// Paces one shard's records by the broker's own answers: while some are on their way, what comes waits and then goes together.
/// So an idle shard sends at once and a busy one fills its batches, however slow the broker is; a fixed time to gather would
/// delay the first and flood three brokers in the second case. A state machine, guarded by the producer's lock.
/// </summary>
/// <param name="gathering">How long after the first record of a burst others still join it, as <see cref="TimeProvider.GetTimestamp"/> counts.</param>
internal sealed class ShardLane(long gathering)
{
    private readonly Queue<PendingRecord> _waiting = new();
    private AppendGroup? _sendingGroup;
    private AppendGroup? _waitingGroup;
    private long _openedAt;
    private int _onTheWay;

    /// <summary>How many wait.</summary>
    internal int Waiting => _waiting.Count;

    /// <summary>The group that an owner's record of now belongs to: that of the burst that it goes with.</summary>
    internal AppendGroup Group(long now)
    {
        if (!Joins(now))
        {
            return _waitingGroup ??= new AppendGroup();
        }

        return _sendingGroup is { Sealed: false } group ? group : _sendingGroup = new AppendGroup();
    }

    /// <summary>Takes a record in. True when it is to be sent now; else it waits for <see cref="TryOpen"/>.</summary>
    internal bool TrySend(in PendingRecord record, long now)
    {
        if (!Joins(now))
        {
            _waiting.Enqueue(record);
            return false;
        }

        _openedAt = _onTheWay == 0 ? now : _openedAt;
        _onTheWay++;
        return true;
    }

    /// <summary>A record has arrived, or is in doubt.</summary>
    internal void Answered() => _onTheWay--;

    /// <summary>Nothing is on its way any more: a sender was replaced.</summary>
    internal void Reset() => (_onTheWay, _sendingGroup) = (0, null);

    /// <summary>A record that a broken sender did not take goes to the next one.</summary>
    internal void SentAgain() => _onTheWay++;

    /// <summary>The next record of the burst that may go now. All that wait go when nothing is on its way, or when told so.</summary>
    internal bool TryOpen(ref bool isOpen, long now, out PendingRecord record)
    {
        record = default;
        if (!isOpen && _onTheWay == 0 && _waiting.Count > 0)
        {
            isOpen = true;
        }

        if (!isOpen || !_waiting.TryDequeue(out record))
        {
            return false;
        }

        if (_waitingGroup is not null)
        {
            (_sendingGroup, _waitingGroup, _openedAt) = (_waitingGroup, null, now);
        }

        _onTheWay++;
        return true;
    }

    /// <summary>
    /// Takes out the records that wait and would stand behind one in doubt: an owner's. Commands stay; or all, when told so.
    /// </summary>
    internal List<PendingRecord> Drop(bool all)
    {
        List<PendingRecord> dropped = [];
        for (var left = _waiting.Count; left > 0; left--)
        {
            var record = _waiting.Dequeue();
            if (all || record.Group is not null)
            {
                dropped.Add(record);
            }
            else
            {
                _waiting.Enqueue(record);
            }
        }

        _waitingGroup = null;
        return dropped;
    }

    private bool Joins(long now) => _waiting.Count == 0 && (_onTheWay == 0 || now - _openedAt < gathering);
}
