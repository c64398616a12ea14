using System.Data;
using Actors.History.Following;
using Actors.Log;
using Actors.Log.Claims;
using Npgsql;

namespace Actors.History.Postgres;

/// <summary>Reads shards, jobs and commands from the database. Thread-safe.</summary>
internal sealed class JobReads(HistoryDatabase database) : IShardStore
{
    /// <summary>Shards are few: the primary key, which begins with them, answers without an index on ids alone that would have to be written.</summary>
    internal const string CommandsSql =
        "SELECT place, type, user_id, channel, job, body_hash, created, shard FROM commands WHERE shard = ANY($1) AND id = $2";

    private static readonly TextCache Texts = new();

    /// <inheritdoc/>
    public async ValueTask<StoredShard> ReadShardAsync(int shard, ShardBounds bounds, CancellationToken ct)
    {
        await database.ReadyAsync(ct);
        var stored = await database.AskAsync(
            async (connection, token) =>
            {
                await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, token);
                await using var batch = new NpgsqlBatch(connection, moment);
                batch.Statement("SELECT next, claims FROM shards WHERE shard = $1").With(shard);
                batch.Statement($"SELECT {JobRow.Columns} FROM jobs WHERE shard = $1 AND ended IS NULL").With(shard);
                await using var row = await batch.ExecuteReaderAsync(token);
                var next = await row.ReadAsync(token) ? row.GetInt64(0) : -1;
                var claims = next < 0 ? null : RecoveryPointCodec.Read(row.GetFieldValue<byte[]>(1), out _);
                await row.NextResultAsync(token);
                return new StoredShard(next, claims, await JobsAsync(row, token));
            },
            ct);
        return stored.Watermark > bounds.Next
            ? throw new HistoryUnavailableException($"The history of shard {shard} has come to offset {stored.Watermark}, and the log ends at {bounds.Next}: it waits for the log.")
            : stored.Watermark < bounds.First ? stored with { Claims = null } : stored;
    }

    /// <summary>The watermarks of all shards that were ever stored; and says on a channel which ones are waited for.</summary>
    internal ValueTask<List<(int Shard, long Next)>> WatermarksAsync(string channel, string wanted, CancellationToken ct) => database.AskAsync(
        async (connection, token) =>
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.Statement("SELECT shard, next FROM shards");
            batch.Statement("SELECT pg_notify($1, $2)").With(channel).With(wanted);
            await using var row = await batch.ExecuteReaderAsync(token);
            var shards = new List<(int, long)>();
            while (await row.ReadAsync(token))
            {
                shards.Add((row.GetInt32(0), row.GetInt64(1)));
            }

            return shards;
        },
        ct);

    /// <summary>A job, and its shard's watermark at the same moment; null when it is not stored.</summary>
    internal async ValueTask<(JobView Job, long Next)?> FindAsync(string id, CancellationToken ct) => await database.AskAsync<(JobView, long)?>(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand($"SELECT {Prefixed}, s.next FROM jobs j JOIN shards s ON s.shard = j.shard WHERE j.id = $1", connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
            await using var row = await command.ExecuteReaderAsync(token);
            return await row.ReadAsync(token) ? (StoredRow.Job(row), row.GetInt64(16)) : null;
        },
        ct);

    /// <summary>A page of a user's jobs, and where the next one begins.</summary>
    internal ValueTask<(List<JobView> Jobs, string? Next)> ListAsync(JobQuery query, CancellationToken ct) => database.AskAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(
                $"""
                SELECT {JobRow.Columns} FROM jobs
                WHERE user_id = $1 AND (created, id) < ($2, $3) AND ($4::text IS NULL OR kind = $4) AND ($5::text IS NULL OR channel = $5)
                  AND (cardinality($6) = 0 OR status = ANY($6))
                ORDER BY created DESC, id DESC LIMIT $7
                """,
                connection);
            var (created, id) = JobPlace.Parse(query.After);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TextKey.Key(query.User) });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = created });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TextKey.Text(id) });
            command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = query.Kind is null ? null : TextKey.Text(query.Kind) });
            command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = query.Channel is null ? null : TextKey.Key(query.Channel) });
            command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. query.Statuses.Select(s => (short)s)] });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = query.Limit + 1 });
            await using var row = await command.ExecuteReaderAsync(token);
            var jobs = await JobsAsync(row, token);
            return JobPlace.Cut(jobs, query.Limit);
        },
        ct);

    /// <summary>The commands of an id, one a shard at most, and a shard's watermark of a moment before.</summary>
    /// <param name="shard">The shard whose watermark is asked for.</param>
    /// <param name="id">The commands' id.</param>
    /// <param name="shards">All shards.</param>
    /// <param name="ct">Ends the question.</param>
    internal ValueTask<(long Next, List<CommandView> Commands)> FindCommandsAsync(int shard, string id, int[] shards, CancellationToken ct) => database.AskAsync(
        async (connection, token) =>
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.Statement("SELECT next FROM shards WHERE shard = $1").With(shard);
            batch.Statement(CommandsSql).With(shards).With(TextKey.Key(id));
            await using var row = await batch.ExecuteReaderAsync(token);
            var next = await row.ReadAsync(token) ? Math.Max(0, row.GetInt64(0)) : 0;
            await row.NextResultAsync(token);
            var commands = new List<CommandView>();
            while (await row.ReadAsync(token))
            {
                commands.Add(StoredRow.Command(row, id));
            }

            return (next, commands);
        },
        ct);

    /// <summary>The commands that submitted jobs, by job.</summary>
    /// <param name="channels">The jobs, each with its channel.</param>
    /// <param name="ct">Ends the question.</param>
    internal ValueTask<List<(string Job, LogRecord Submit)>> SubmitsAsync(IReadOnlyDictionary<string, string> channels, CancellationToken ct) => database.AskAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand("SELECT job, header, value FROM submits WHERE job = ANY($1)", connection);
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. channels.Keys] });
            await using var row = await command.ExecuteReaderAsync(token);
            var submits = new List<(string, LogRecord)>(channels.Count);
            while (await row.ReadAsync(token))
            {
                var job = row.GetString(0);
                submits.Add((job, RecordHeader.Read(row.GetFieldValue<byte[]>(1), channels[job], row.GetFieldValue<byte[]>(2), Texts)));
            }

            return submits;
        },
        ct);

    /// <summary>The events that ended jobs, by job.</summary>
    internal ValueTask<Dictionary<string, byte[]>> ResultsAsync(string[] jobs, CancellationToken ct) => database.AskAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand("SELECT job, value FROM results WHERE job = ANY($1)", connection);
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = jobs });
            await using var row = await command.ExecuteReaderAsync(token);
            var results = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            while (await row.ReadAsync(token))
            {
                results[row.GetString(0)] = row.GetFieldValue<byte[]>(1);
            }

            return results;
        },
        ct);

    /// <summary>A shard's watermark and a channel's open jobs at the same moment, the oldest first; null when the shard was never stored.</summary>
    internal async ValueTask<(long Next, List<JobView> Open)?> OpenJobsAsync(int shard, string channel, CancellationToken ct) => await database.AskAsync<(long, List<JobView>)?>(
        async (connection, token) =>
        {
            await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, token);
            await using var batch = new NpgsqlBatch(connection, moment);
            batch.Statement("SELECT next FROM shards WHERE shard = $1 AND next >= 0").With(shard);
            batch.Statement($"SELECT {JobRow.Columns} FROM jobs WHERE shard = $1 AND ended IS NULL AND channel = $2 ORDER BY command").With(shard).With(TextKey.Key(channel));
            await using var row = await batch.ExecuteReaderAsync(token);
            if (!await row.ReadAsync(token))
            {
                return null;
            }

            var next = row.GetInt64(0);
            await row.NextResultAsync(token);
            return (next, await JobsAsync(row, token));
        },
        ct);

    private static readonly string Prefixed = string.Join(", ", JobRow.Columns.Split(", ").Select(c => "j." + c));

    private static async Task<List<JobView>> JobsAsync(NpgsqlDataReader row, CancellationToken ct)
    {
        var jobs = new List<JobView>();
        while (await row.ReadAsync(ct))
        {
            jobs.Add(StoredRow.Job(row));
        }

        return jobs;
    }
}
