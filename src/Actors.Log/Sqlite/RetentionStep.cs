using Actors.Log.Tails;

namespace Actors.Log.Sqlite;

/// <summary>
/// One step of retention: takes the shard whose oldest record is the oldest of all that may go, and removes some of its
/// records if they are too old, or if the log is too large. Gives free pages back to the disk when there are many.
/// </summary>
internal sealed class RetentionStep(ShardTail[] tails, LogRetention retention, long now) : WriterChore
{
    private const int Rows = 500;
    private const long VacuumPages = 256;

    /// <summary>For its size a shard loses what is older than the other shards' oldest record, give or take a minute, so that a step is worth its commit.</summary>
    private const long SizeSlack = 60_000;

    private readonly TaskCompletionSource<long> _removed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many records were removed; 0 when nothing is to be removed.</summary>
    internal Task<long> Removed => _removed.Task;

    /// <inheritdoc/>
    internal override void Run(LogFile file)
    {
        try
        {
            _removed.SetResult(Remove(file.Database));
        }
#pragma warning disable CA1031 // Whatever goes wrong is the sweep's to report; the writer goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _removed.SetException(e);
        }
    }

    /// <inheritdoc/>
    internal override void Fail(Exception reason) => _removed.SetException(reason);

    private long Remove(Database database)
    {
        var candidates = Candidates(database);
        if (candidates.Count == 0)
        {
            return 0;
        }

        var candidate = candidates.MinBy(c => c.Time);
        var old = retention.MaxAge is { } age ? now - (long)age.TotalMilliseconds : long.MinValue;
        var tooLarge = retention.MaxBytes is { } bytes && UsedBytes(database) > bytes;
        if (candidate.Time >= old && !tooLarge)
        {
            return 0;
        }

        var youngest = tooLarge ? Math.Max(candidate.Time + SizeSlack, Next(candidates, candidate.Shard)) : old - 1;
        var end = Math.Min(candidate.First + Rows, candidate.Limit);
        end = database.Number($"SELECT min(offset) FROM {LogSchema.Table(candidate.Shard)} WHERE offset < {end} AND time > {youngest}") ?? end;
        tails[candidate.Shard].Trim(end);
        database.Execute($"DELETE FROM {LogSchema.Table(candidate.Shard)} WHERE offset < {end}");
        Vacuum(database);
        return end - candidate.First;
    }

    /// <summary>Each shard's oldest record, where it may go.</summary>
    private List<(int Shard, long First, long Time, long Limit)> Candidates(Database database)
    {
        var candidates = new List<(int Shard, long First, long Time, long Limit)>();
        for (var shard = 0; shard < tails.Length; shard++)
        {
            var limit = database.Number($"SELECT recover_from FROM points WHERE shard = {shard}") ?? 0;
            using var row = database.Prepare($"SELECT offset, time FROM {LogSchema.Table(shard)} ORDER BY offset LIMIT 1");
            if (row.Step() && row.Int64(0) < limit)
            {
                candidates.Add((shard, row.Int64(0), row.Int64(1), limit));
            }
        }

        return candidates;
    }

    private static long Next(List<(int Shard, long First, long Time, long Limit)> candidates, int shard) =>
        candidates.Where(c => c.Shard != shard).Select(c => c.Time).DefaultIfEmpty(long.MaxValue - SizeSlack).Min();

    private static long UsedBytes(Database database) =>
        (Pragma(database, "page_count") - Pragma(database, "freelist_count")) * Pragma(database, "page_size");

    private static void Vacuum(Database database)
    {
        var free = Pragma(database, "freelist_count");
        if (free > 4 * VacuumPages && free > Pragma(database, "page_count") / 8)
        {
            database.Execute($"PRAGMA incremental_vacuum({VacuumPages})");
        }
    }

    private static long Pragma(Database database, string name) => database.Number($"PRAGMA {name}") ?? 0;
}
