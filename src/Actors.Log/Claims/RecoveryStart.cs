namespace Actors.Log.Claims;

/// <summary>
/// Where a reader of a shard begins: at the recovery point of its committed point record, or at the first record that is left
/// where there is none, or where retention has removed it. Immutable.
/// </summary>
/// <param name="Point">The state to begin with. It never stands before the first record that is left.</param>
/// <param name="Value">The point record's value; empty where there is none.</param>
/// <param name="Bounds">What the shard holds.</param>
/// <param name="Removed">The offset from which on retention has removed what a reader needs; null where nothing is missing.</param>
public sealed record RecoveryStart(RecoveryPoint Point, ReadOnlyMemory<byte> Value, ShardBounds Bounds, long? Removed)
{
    /// <summary>A point is a few dozen bytes for each claim and command that it names; a page holds one record at least.</summary>
    private const int PointPageBytes = 1;
    private const int PageBytes = 64 * 1024;

    /// <summary>Looks where to begin.</summary>
    /// <exception cref="InvalidDataException">No point of a version that this node knows stands where one was committed.</exception>
    /// <exception cref="LogUnavailableException">The log cannot be read now.</exception>
    public static async Task<RecoveryStart> FindAsync(IDurableLog log, int shard, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(log);
        for (long? removed = null; ;)
        {
            var committed = await log.ReadPointAsync(shard, ct);
            var bounds = await log.BoundsAsync(shard, ct);
            if (committed is not { } offset || offset == removed)
            {
                return new RecoveryStart(RecoveryPoint.Beginning(log.LogId) with { At = bounds.First - 1 }, default, bounds, removed);
            }

            if (offset < bounds.First)
            {
                // Unless a later one has been committed since.
                removed = offset;
                continue;
            }

            try
            {
                return await ReadAsync(log, shard, offset, bounds, ct);
            }
            catch (OffsetOutOfRangeException e) when (e.Bounds.First > bounds.First)
            {
                // Retention goes on meanwhile.
            }
        }
    }

    private static async Task<RecoveryStart> ReadAsync(IDurableLog log, int shard, long offset, ShardBounds bounds, CancellationToken ct)
    {
        var page = offset < bounds.Next ? await log.ReadAsync(shard, offset, PointPageBytes, ct) : null;
        if (page is not { Entries.IsEmpty: false } || page.Entries.Span[0] is not { Record.Kind: RecordKind.Point } entry || entry.Offset != offset)
        {
            throw new InvalidDataException($"No point record stands at offset {offset} of shard {shard}.");
        }

        var point = RecoveryPointCodec.Read(entry.Record.Value.Span, out _);
        if (point.At + 1 >= bounds.First)
        {
            return new RecoveryStart(point, entry.Record.Value, bounds, null);
        }

        var claims = entry.Record.Stamp == point.Claims.Claim ? await GoOnAsync(log, shard, bounds.First, point.Claims, ct) : point.Claims;
        return new RecoveryStart(point with { At = bounds.First - 1, Claims = claims }, entry.Record.Value, bounds, point.At + 1);
    }

    // The point counts, so everything of its claim before it does, without a hole: the first that is left says where to go on.
    private static async Task<ClaimState> GoOnAsync(IDurableLog log, int shard, long first, ClaimState claims, CancellationToken ct)
    {
        while (true)
        {
            var page = await log.ReadAsync(shard, first, PageBytes, ct);
            foreach (var entry in page.Entries.Span)
            {
                if (entry.Record.Stamp == claims.Claim)
                {
                    return claims with { NextSeq = entry.Record.Seq };
                }
            }

            first = page.Next;
        }
    }
}
