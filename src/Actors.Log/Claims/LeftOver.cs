namespace Actors.Log.Claims;

/// <summary>
/// What can be known of a shard from its records alone, where it is not known how many stood before them: the last recovery
/// point that is sure to count, or else which commands may have been answered. Fed with the raw records, in their order and
/// without a gap. A state machine; not thread-safe.
/// </summary>
/// <remarks>
/// Behind the first claim that is read the rule decides. Before it the claim in force is not known, but a recovery point R of
/// claim C says that C was in force at R and which number came next. So where R lies within what was read, and C's records are
/// numbered without a hole or a repeat from there up to the point record, with no later claim's before it, the point counts.
/// </remarks>
/// <param name="first">The offset where reading begins.</param>
internal sealed class LeftOver(long first)
{
    private readonly ClaimFilter _filter = new();
    private bool _isClaimed;

    // The latest of the claims before the first one that was read, as its records tell: from where on they have no hole.
    private long _stamp = -1;
    private long _begin;
    private long _beginSeq;
    private long _nextSeq;
    private bool _isWhole;

    /// <summary>The last point that counts; null while there is none.</summary>
    internal (LogEntry Entry, RecoveryPoint Point)? Found { get; private set; }

    /// <summary>
    /// The highest command that a record answers of which nobody can say whether it counts; -1 for none. What stands behind it
    /// and before the first claim was certainly not answered there.
    /// </summary>
    internal long MaybeAnswered { get; private set; } = -1;

    /// <summary>The last record of which nobody can say whether it counts; -1 for none.</summary>
    internal long LastInDoubt { get; private set; } = -1;

    /// <summary>Takes the next record.</summary>
    /// <exception cref="InvalidDataException">A point that counts is of a version that this node does not know.</exception>
    internal void Take(in LogEntry entry)
    {
        var record = entry.Record;
        var counts = _filter.Accept(entry.Offset, record);
        _isClaimed |= record.Kind == RecordKind.Claim;
        if (record.Kind is RecordKind.Command or RecordKind.Claim)
        {
            return;
        }

        if (!_isClaimed)
        {
            (MaybeAnswered, LastInDoubt) = (Math.Max(MaybeAnswered, record.Answers), entry.Offset);
            Follow(entry);
            counts = _isWhole && record.Stamp == _stamp;
        }

        if (counts && record.Kind == RecordKind.Point)
        {
            var point = RecoveryPointCodec.Read(record.Value.Span, out _);
            if (_isClaimed || Proves(point))
            {
                Found = (entry, point);
            }
        }
    }

    private void Follow(in LogEntry entry)
    {
        var record = entry.Record;
        if (record.Stamp > _stamp)
        {
            (_stamp, _begin, _beginSeq, _isWhole) = (record.Stamp, entry.Offset, record.Seq, true);
        }
        else if (record.Stamp == _stamp)
        {
            _isWhole &= record.Seq == _nextSeq;
        }
        else
        {
            return;
        }

        _nextSeq = record.Seq + 1;
    }

    // The first record of the claim that was read stands before R, which speaks for it, or is the one that comes next there.
    private bool Proves(RecoveryPoint point) =>
        _stamp < first && point.At + 1 >= first && point.Claims.Claim == _stamp && (_begin <= point.At || _beginSeq == point.Claims.NextSeq);
}
