namespace Actors.Log.Claims;

/// <summary>
/// Where a reader of a shard begins: at the recovery point of its committed point record. Where none is committed, or retention
/// has removed it, at the last one that the log still holds; and where it holds none, at the first record that is left. Immutable.
/// </summary>
/// <param name="Point">
/// The state to begin with. It never stands before the first record that is left. Where no point record is left, nothing before the
/// first claim that is left counts but commands, and <see cref="RecoveryPoint.Answered"/> may lie behind the position: commands up to
/// it may have been answered, so they are not to be handled.
/// </param>
/// <param name="Value">The point record's value; empty where there is none.</param>
/// <param name="Bounds">What the shard holds.</param>
/// <param name="Removed">The offset from which on retention has removed what a reader needs; null where nothing is missing.</param>
public sealed record RecoveryStart(RecoveryPoint Point, ReadOnlyMemory<byte> Value, ShardBounds Bounds, long? Removed)
{
    /// <summary>A point is a few dozen bytes for each claim and command that it names; a page holds one record at least.</summary>
    private const int PointPageBytes = 1;
    private const int PageBytes = 64 * 1024;

    /// <summary>How many offsets are looked at for a point that nobody committed, and how much further each time that there is none.</summary>
    private const int SearchOffsets = 4096;
    private const int SearchGrowth = 8;
    private const int SearchPageBytes = 256 * 1024;

    /// <summary>The offset of the point record, where the log's records alone say that it counts; null for a committed one, or none.</summary>
    public long? Found { get; init; }

    /// <summary>
    /// Up to here stand records that do not count for who begins here, but may for readers that began before their claim was removed;
    /// -1 for none.
    /// </summary>
    public long LastInDoubt { get; init; } = -1;

    /// <summary>Looks where to begin.</summary>
    /// <exception cref="InvalidDataException">No point of a version that this node knows stands where one was committed or found.</exception>
    /// <exception cref="LogUnavailableException">The log cannot be read now.</exception>
    public static async Task<RecoveryStart> FindAsync(IDurableLog log, int shard, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(log);
        for (long? removed = null; ;)
        {
            var committed = await log.ReadPointAsync(shard, ct);
            var bounds = await log.BoundsAsync(shard, ct);
            if (committed is null && bounds.First <= 0)
            {
                return new RecoveryStart(RecoveryPoint.Beginning(log.LogId), default, bounds, null);
            }

            if (committed < bounds.First && committed != removed)
            {
                // Unless a later one has been committed since.
                removed = committed;
                continue;
            }

            try
            {
                return committed is { } offset && offset != removed
                    ? await ReadAsync(log, shard, offset, bounds, ct)
                    : await SearchAsync(log, shard, bounds, committed ?? 0, ct);
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

    /// <summary>
    /// Looks for the last point that the log's records alone say counts: in its last records, and further and further back. Which
    /// one a reader begins with is a matter of cost only. Where there is none, the claim that was in force before the first record
    /// is not known: nothing counts before the next one, and a command that was perhaps answered there must not be handled again.
    /// </summary>
    private static async Task<RecoveryStart> SearchAsync(IDurableLog log, int shard, ShardBounds bounds, long removed, CancellationToken ct)
    {
        for (long offsets = SearchOffsets; ; offsets *= SearchGrowth)
        {
            var first = Math.Max(bounds.First, bounds.Next - offsets);
            var left = await ReadAllAsync(log, shard, first, bounds.Next, ct);
            if (left.Found is var (entry, point))
            {
                // What it says is so by this shard's records; a log that has lost every committed point may bear a new id.
                return new RecoveryStart(point with { LogId = log.LogId }, entry.Record.Value, bounds, null) { Found = entry.Offset };
            }

            if (first == bounds.First)
            {
                var beginning = RecoveryPoint.Beginning(log.LogId) with { At = first - 1, Answered = left.MaybeAnswered };
                return new RecoveryStart(beginning, default, bounds, removed) { LastInDoubt = left.LastInDoubt };
            }
        }
    }

    private static async Task<LeftOver> ReadAllAsync(IDurableLog log, int shard, long first, long next, CancellationToken ct)
    {
        var left = new LeftOver(first);
        while (first < next && await log.ReadAsync(shard, first, SearchPageBytes, ct) is var page && page.Next > first)
        {
            foreach (var entry in page.Entries.Span)
            {
                left.Take(entry);
            }

            first = page.Next;
        }

        return left;
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
