using Actors.Log;
using Actors.Log.Claims;

namespace Actors.Shards.Ownership;

/// <summary>
/// The owner's view on the raw records of its shard, in the order of their offsets: which count, where its own claim begins,
/// and when it ends. A state machine; not thread-safe.
/// </summary>
internal sealed class ReadBack
{
    /// <summary>Attempts of half an hour or more. An earlier one that lands is taken for another owner's claim, which costs only what is in doubt.</summary>
    private const int MaxAttempts = 1024;

    private readonly Queue<ReadOnlyMemory<byte>> _attempts = new();
    private ClaimFilter _filter = new();
    private long _previous = -1;

    // Up to here records are another's or an earlier claim's; before the own claim is acknowledged all that are read are.
    private long _own = long.MaxValue;

    /// <summary>The last offset that was taken.</summary>
    internal long Position { get; private set; } = -1;

    /// <summary>The own claim; -1 before it was acknowledged.</summary>
    internal long Claim => _own == long.MaxValue ? -1 : _own;

    /// <summary>True when another owner claimed between the own claim before and the present one: it may have written.</summary>
    internal bool ForeignBetween { get; private set; }

    /// <summary>True when the last claim before the own one was another's.</summary>
    internal bool TookOver { get; private set; }

    /// <summary>The sequence number that the next own record in the log must bear.</summary>
    internal long NextSeq => _filter.NextSeq;

    /// <summary>The claim's last valid offset.</summary>
    internal long LastValid => _filter.LastValid;

    /// <summary>The state of the claims at <see cref="Position"/>.</summary>
    internal ClaimState Capture() => _filter.Capture();

    /// <summary>Forgets closed claims whose records retention has removed.</summary>
    internal void Forget(long first) => _filter.Forget(first);

    /// <summary>No own claim is in force any more: what is read until the next one is acknowledged stands before it.</summary>
    internal void Unclaim() => _own = long.MaxValue;

    /// <summary>Begins where a state of the claims was taken; nothing of an own claim is in flight.</summary>
    internal void Begin(ClaimState state, long position)
    {
        _filter = new ClaimFilter(state);
        (Position, _previous, ForeignBetween) = (position, -1, false);
        TookOver = state.Claim >= 0;
    }

    /// <summary>A claim with this value is about to be appended; it is recognised should it land late.</summary>
    internal void Attempt(ReadOnlyMemory<byte> value)
    {
        if (_attempts.Count == MaxAttempts)
        {
            _attempts.Dequeue();
        }

        _attempts.Enqueue(value);
    }

    /// <summary>A claim was acknowledged.</summary>
    /// <param name="claim">Its offset.</param>
    /// <param name="served">The own claim under which records may be in flight; -1 where there are none.</param>
    internal void Claimed(long claim, long served) => (_own, _previous, ForeignBetween) = (claim, served, false);

    /// <summary>True for a record of the own claim that comes next in it: it will be valid.</summary>
    internal bool IsNextOwn(LogRecord record) =>
        record.Stamp >= 0 && record.Stamp == Claim && _filter.Claim == Claim && record.Seq == _filter.NextSeq;

    /// <summary>Takes the next raw record. Costs no allocation but for a claim.</summary>
    internal ReadBackVerdict Accept(in LogEntry entry)
    {
        Position = entry.Offset;
        var valid = _filter.Accept(entry.Offset, entry.Record);
        switch (entry.Record.Kind)
        {
            case RecordKind.Command:
                return ReadBackVerdict.Command;
            case RecordKind.Claim when entry.Offset == _own:
                return ReadBackVerdict.Recovered;
            case RecordKind.Claim when entry.Offset > _own:
                return IsOwn(entry.Record) ? ReadBackVerdict.Ended : ReadBackVerdict.Superseded;
            case RecordKind.Claim:
                TookOver = !IsOwn(entry.Record);
                ForeignBetween |= _previous >= 0 && entry.Offset > _previous && !IsOwn(entry.Record);
                return ReadBackVerdict.Skip;
            default:
                return valid ? ReadBackVerdict.Valid
                    : entry.Offset > _own && _filter.Claim != _own ? ReadBackVerdict.Ended
                    : ReadBackVerdict.Skip;
        }
    }

    /// <summary>The log says that nothing lies before this offset that was not taken.</summary>
    internal void MoveTo(long position) => Position = Math.Max(Position, position);

    // Values are unique to an attempt. Comparing bytes costs nothing worth saving: claims are rare.
    private bool IsOwn(LogRecord claim)
    {
        foreach (var attempt in _attempts)
        {
            if (attempt.Span.SequenceEqual(claim.Value.Span))
            {
                return true;
            }
        }

        return false;
    }
}
