using System.Buffers;
using Actors.History.Folding;
using Actors.Log;
using Actors.Log.Claims;
using Npgsql;

namespace Actors.History.Postgres;

/// <summary>
/// Stores the changes of some shards and their watermarks in one transaction. A shard whose watermark is not the one that its
/// changes begin at was stored by somebody else: it is left out, and nothing of it is written.
/// </summary>
internal static class ShardWrites
{
    /// <summary>What became of it: the shards that were left out, and new jobs that were there already.</summary>
    internal sealed record Outcome(IReadOnlySet<int> Superseded, HashSet<string> Known);

    /// <summary>Stores in one transaction. The partitions of the day are there.</summary>
    /// <exception cref="HistorySchemaException">The database belongs to another log.</exception>
    internal static async Task<Outcome> StoreAsync(
        NpgsqlConnection connection, IReadOnlyList<ShardChanges> changes, EventKeeps keeps, uint logId, DateTimeOffset now, string? notify, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var stored = await LockAsync(connection, changes, logId, ct);
        var next = changes.Where(c => stored.GetValueOrDefault(c.Shard, long.MinValue) == c.Previous).ToList();
        var known = new HashSet<string>(StringComparer.Ordinal);
        if (next.Count > 0)
        {
            await using var batch = new NpgsqlBatch(connection, transaction);
            AddShards(batch, next);
            AddJobs(batch, next, known);
            AddCommands(batch, next);
            AddRecords(batch, next);
            AddRuns(batch, next, Partitions.DayOf(now));
            using var events = new EventColumns(keeps, now.ToUnixTimeMilliseconds());
            AddEvents(batch, next, events, now);
            if (notify is not null)
            {
                batch.Statement("SELECT pg_notify($1, $2)").With(notify).With(string.Join(',', next.Select(c => FormattableString.Invariant($"{c.Shard}:{c.Next}"))));
            }

            await ReadKnownAsync(batch, known, ct);
        }

        await transaction.CommitAsync(ct);
        return new Outcome(changes.Except(next).Select(c => c.Shard).ToHashSet(), known);
    }

    // The order of the locks is the same for all, so that two nodes with shards in common wait for each other and no more.
    private static async Task<Dictionary<int, long>> LockAsync(NpgsqlConnection connection, IReadOnlyList<ShardChanges> changes, uint logId, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Statement("SELECT log_id FROM history");
        if (changes.Any(c => c.Previous < 0))
        {
            batch.Statement("INSERT INTO shards SELECT s, 0, -1, ''::bytea, now() FROM unnest($1) s ORDER BY s ON CONFLICT DO NOTHING")
                .With(changes.Where(c => c.Previous < 0).Select(c => c.Shard).ToArray());
        }

        batch.Statement("SELECT shard, next FROM shards WHERE shard = ANY($1) ORDER BY shard FOR UPDATE").With(changes.Select(c => c.Shard).ToArray());
        await using var row = await batch.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct) || row.GetInt64(0) != logId)
        {
            throw new HistorySchemaException("The history's schema now belongs to another log: give each log a database or a schema (Postgres:Schema) of its own.");
        }

        var shards = new Dictionary<int, long>();
        while (await row.NextResultAsync(ct))
        {
            while (await row.ReadAsync(ct))
            {
                shards[row.GetInt32(0)] = row.GetInt64(1);
            }
        }

        return shards;
    }

    private static void AddShards(NpgsqlBatch batch, List<ShardChanges> changes) => batch.Statement(
        """
        UPDATE shards s SET first = greatest(s.first, n.first), next = n.next, claims = n.claims, stored = now()
        FROM unnest($1, $2, $3, $4) n(shard, first, next, claims) WHERE s.shard = n.shard
        """)
        .With(changes, c => c.Shard).With(changes, c => c.First).With(changes, c => c.Next).With(changes, c => Claims(c.Claims));

    private static void AddJobs(NpgsqlBatch batch, List<ShardChanges> changes, HashSet<string> known)
    {
        var added = changes.SelectMany(c => c.Jobs.Where(j => c.NewJobs.Contains(j.Id))).ToList();
        var changed = changes.SelectMany(c => c.Jobs.Where(j => !c.NewJobs.Contains(j.Id))).ToList();
        known.UnionWith(added.Select(j => j.Id));
        if (added.Count > 0)
        {
            JobRow.Bind(batch.Statement($"INSERT INTO jobs({JobRow.Columns}) SELECT * FROM {JobRow.Rows} ON CONFLICT (id) DO NOTHING RETURNING id"), added);
        }

        if (changed.Count > 0)
        {
            JobRow.Bind(batch.Statement($"INSERT INTO jobs({JobRow.Columns}) SELECT * FROM {JobRow.Rows} ON CONFLICT (id) DO UPDATE SET {JobRow.Changes}"), changed);
        }
    }

    private static void AddCommands(NpgsqlBatch batch, List<ShardChanges> changes)
    {
        var commands = changes.SelectMany(c => c.Commands).ToList();
        if (commands.Count > 0)
        {
            batch.Statement("INSERT INTO commands SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING")
                .With(commands, c => c.Shard).With(commands, c => TextKey.Key(c.Id)).With(commands, c => c.Offset).With(commands, c => TextKey.Text(c.Type))
                .With(commands, c => TextKey.Text(c.User)).With(commands, c => TextKey.Text(c.Channel)).With(commands, c => c.JobId is null ? null : TextKey.Text(c.JobId))
                .With(commands, c => c.BodyHash is null ? null : TextKey.Text(c.BodyHash)).With(commands, c => c.CreatedAt.ToUnixTimeMilliseconds());
        }
    }

    private static void AddRecords(NpgsqlBatch batch, List<ShardChanges> changes)
    {
        var submits = changes.SelectMany(c => c.Records!.Submits).ToList();
        if (submits.Count > 0)
        {
            batch.Statement("INSERT INTO submits SELECT * FROM unnest($1, $2, $3) ON CONFLICT DO NOTHING")
                .With(submits, s => s.Key).With(submits, s => RecordHeader.ToArray(s.Value.Record)).With(submits, s => s.Value.Record.Value.ToArray());
        }

        var results = changes.SelectMany(c => c.Records!.Results).ToList();
        if (results.Count > 0)
        {
            batch.Statement("INSERT INTO results SELECT * FROM unnest($1, $2) ON CONFLICT DO NOTHING")
                .With(results, r => r.Key).With(results, r => r.Value.Record.Value.ToArray());
        }
    }

    private static void AddRuns(NpgsqlBatch batch, List<ShardChanges> changes, int day)
    {
        var runs = changes.SelectMany(c => c.Index.Runs.SelectMany(r => r.Value.Select(run => (c.Shard, Channel: r.Key, Run: run)))).ToList();
        if (runs.Count > 0)
        {
            batch.Statement("INSERT INTO runs SELECT $1, * FROM unnest($2, $3, $4, $5, $6)").With(day)
                .With(runs, r => r.Shard).With(runs, r => TextKey.Key(r.Channel)).With(runs, r => r.Run.First).With(runs, r => r.Run.Last).With(runs, r => r.Run.Distances.ToArray());
            batch.Statement("INSERT INTO run_days SELECT $1, * FROM unnest($2, $3) ON CONFLICT (day, shard) DO UPDATE SET last = greatest(run_days.last, excluded.last)")
                .With(day).With(changes, c => c.Shard).With(changes, c => c.Next - 1);
        }
    }

    private static void AddEvents(NpgsqlBatch batch, List<ShardChanges> changes, EventColumns events, DateTimeOffset now)
    {
        foreach (var shard in changes)
        {
            events.Add(shard.Shard, shard.Records!);
        }

        if (events.Data.Count > 0)
        {
            batch.Statement("INSERT INTO events SELECT k, $1, s, c, f, l, ft, lt, d FROM unnest($2, $3, $4, $5, $6, $7, $8, $9) e(k, s, c, f, l, ft, lt, d)")
                .With(Partitions.DayOf(now)).With(events.Keep.ToArray()).With(events.Shard.ToArray()).With(events.Channel.ToArray()).With(events.First.ToArray())
                .With(events.Last.ToArray()).With(events.FirstTime.ToArray()).With(events.LastTime.ToArray()).With(events.Data.ToArray());
        }
    }

    // The only statement that returns texts is that of the new jobs: those that it took were not there.
    private static async Task ReadKnownAsync(NpgsqlBatch batch, HashSet<string> known, CancellationToken ct)
    {
        await using var row = await batch.ExecuteReaderAsync(ct);
        do
        {
            while (await row.ReadAsync(ct))
            {
                if (row.GetName(0) is "id")
                {
                    known.Remove(row.GetString(0));
                }
            }
        }
        while (await row.NextResultAsync(ct));
    }

    private static byte[] Claims(RecoveryPoint point)
    {
        var claims = new ArrayBufferWriter<byte>();
        RecoveryPointCodec.Write(claims, point);
        return claims.WrittenSpan.ToArray();
    }
}
