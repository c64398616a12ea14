namespace Actors.Log.Claims;

/// <summary>
/// The rule that says which records of a shard count, the same for every reader: a claim counts; a command counts; any other
/// record counts when it bears the stamp of the claim in force and the next sequence number. The first hole or repeat in the
/// numbers ends the claim: nothing counts after it until the next claim. A state machine over the raw records, in the order
/// of their offsets; not thread-safe.
/// </summary>
public sealed class ClaimFilter
{
    private readonly ClaimTable _table;

    /// <summary>Starts at the beginning of a shard, where no claim is in force.</summary>
    public ClaimFilter()
        : this(ClaimState.None)
    {
    }

    /// <summary>Starts where a state was taken.</summary>
    public ClaimFilter(ClaimState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (Claim, NextSeq, LastValid) = (state.Claim, state.NextSeq, state.LastValid);
        _table = new ClaimTable(state.Closed);
    }

    /// <summary>The offset of the claim in force; -1 where there is none.</summary>
    public long Claim { get; private set; }

    /// <summary>The sequence number that the claim's next record must bear.</summary>
    public long NextSeq { get; private set; }

    /// <summary>The offset of the claim's last valid record, the claim itself included; -1 where no claim is in force.</summary>
    public long LastValid { get; private set; }

    /// <summary>Takes the next raw record and says whether it counts. Costs no allocation but for a claim.</summary>
    public bool Accept(long offset, LogRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        switch (record.Kind)
        {
            case RecordKind.Command:
                return true;
            case RecordKind.Claim:
                End();
                (Claim, NextSeq, LastValid) = (offset, 0, offset);
                return true;
            default:
                if (Claim < 0 || record.Stamp != Claim)
                {
                    return false;
                }

                if (record.Seq != NextSeq)
                {
                    End();
                    return false;
                }

                NextSeq++;
                LastValid = offset;
                return true;
        }
    }

    /// <summary>
    /// Says whether a record at or before <paramref name="head"/> counts, where head is the position that this state belongs
    /// to. Needs no trust in where a reader begins.
    /// </summary>
    public bool Knows(long offset, LogRecord record, long head)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.Kind is RecordKind.Command or RecordKind.Claim
            || (record.Stamp < offset && offset <= (record.Stamp == Claim && Claim >= 0 ? head : _table.LastValid(record.Stamp)));
    }

    /// <summary>
    /// Moves to a later position of the same claim, as a digest tells it. The caller has made sure that the digest begins
    /// where this state stands and names the claim in force.
    /// </summary>
    public void MoveTo(long nextSeq, long lastValid) => (NextSeq, LastValid) = (nextSeq, lastValid);

    /// <summary>The state here, for a recovery point or another filter.</summary>
    public ClaimState Capture() => new(Claim, NextSeq, LastValid, _table.ToArray());

    /// <summary>Forgets closed claims whose records lie before <paramref name="first"/>: retention has removed them.</summary>
    public void Forget(long first) => _table.Forget(first);

    private void End()
    {
        if (Claim >= 0)
        {
            _table.Close(Claim, LastValid);
        }

        (Claim, NextSeq, LastValid) = (-1, 0, -1);
    }
}
