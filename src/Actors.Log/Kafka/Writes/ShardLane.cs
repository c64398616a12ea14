namespace Actors.Log.Kafka.Writes;

/// <summary>
/// Paces one shard's records by the broker's own answers: while some are on their way, what comes waits and then goes together.
/// So an idle shard sends at once and a busy one fills its batches, however slow the broker is; a fixed time to gather would
/// delay the first and flood three brokers in the second case. On a busy node bursts are apart by a pause, too
/// (<see cref="BurstPace"/>). A state machine, guarded by the producer's lock.
/// </summary>
/// <param name="gathering">How long after the first record of a burst others still join it, as <see cref="TimeProvider.GetTimestamp"/> counts.</param>
internal sealed class ShardLane(long gathering)
{
    private readonly Queue<PendingRecord> _waiting = new();
    private AppendGroup? _sendingGroup;
    private AppendGroup? _waitingGroup;
    private long _openedAt = long.MinValue / 2;
    private int _onTheWay;

    /// <summary>How many wait.</summary>
    internal int Waiting => _waiting.Count;

    /// <summary>When what waits may go, unless an answer must come first; null where there is nothing to do.</summary>
    internal long? Due(long pause) => _waiting.Count > 0 && _onTheWay == 0 ? _openedAt + pause : null;

    /// <summary>The group that an owner's record of now belongs to: that of the burst that it goes with.</summary>
    internal AppendGroup Group(long now, long pause)
    {
        if (!Joins(now) && !Begins(now, pause))
        {
            return _waitingGroup ??= new AppendGroup();
        }

        return _sendingGroup is { Sealed: false } group ? group : _sendingGroup = new AppendGroup();
    }

    /// <summary>Takes a record in. True when it is to be sent now; else it waits for <see cref="TryOpen"/>.</summary>
    internal bool TrySend(in PendingRecord record, long now, long pause)
    {
        if (!Joins(now))
        {
            if (!Begins(now, pause))
            {
                _waiting.Enqueue(record);
                return false;
            }

            _openedAt = now;
        }

        _onTheWay++;
        return true;
    }

    /// <summary>A record has arrived, or is in doubt.</summary>
    internal void Answered() => _onTheWay--;

    /// <summary>Nothing is on its way any more: a sender was replaced.</summary>
    internal void Reset() => (_onTheWay, _sendingGroup) = (0, null);

    /// <summary>A record that a broken sender did not take goes to the next one.</summary>
    internal void SentAgain() => _onTheWay++;

    /// <summary>Begins a burst of all that wait, if nothing is on its way and the pause is over. Then each is to be taken.</summary>
    internal bool TryOpen(long now, long pause)
    {
        if (_waiting.Count == 0 || _onTheWay > 0 || now - _openedAt < pause)
        {
            return false;
        }

        _openedAt = now;
        return true;
    }

    /// <summary>The next record of the burst that has begun.</summary>
    internal bool TryTake(out PendingRecord record)
    {
        if (!_waiting.TryDequeue(out record))
        {
            return false;
        }

        if (_waitingGroup is not null)
        {
            (_sendingGroup, _waitingGroup) = (_waitingGroup, null);
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

    private bool Joins(long now) => _waiting.Count == 0 && now - _openedAt < gathering;

    private bool Begins(long now, long pause) => _waiting.Count == 0 && _onTheWay == 0 && now - _openedAt >= pause;
}
