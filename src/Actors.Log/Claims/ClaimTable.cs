namespace Actors.Log.Claims;

/// <summary>
/// A shard's closed claims by rising offset, each with its last valid offset. Decides the validity of any record at or before
/// a known head. A look-up is a binary search. Not thread-safe.
/// </summary>
public sealed class ClaimTable
{
    private readonly List<ClosedClaim> _closed;

    /// <summary>Starts with the claims given, by rising offset.</summary>
    public ClaimTable(IEnumerable<ClosedClaim> closed) => _closed = [.. closed];

    /// <summary>How many claims are kept.</summary>
    public int Count => _closed.Count;

    /// <summary>Adds a claim behind all others.</summary>
    public void Close(long claim, long lastValid) => _closed.Add(new ClosedClaim(claim, lastValid));

    /// <summary>The last valid offset of a closed claim; -1 for a claim that is not in the table.</summary>
    public long LastValid(long claim)
    {
        var (low, high) = (0, _closed.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var at = _closed[middle].Claim;
            if (at == claim)
            {
                return _closed[middle].LastValid;
            }

            (low, high) = at < claim ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    /// <summary>Drops the claims whose last valid record lies before <paramref name="first"/>.</summary>
    public void Forget(long first)
    {
        var keep = _closed.FindIndex(c => c.LastValid >= first);
        _closed.RemoveRange(0, keep < 0 ? _closed.Count : keep);
    }

    /// <summary>The table's claims.</summary>
    public ClosedClaim[] ToArray() => [.. _closed];
}
