using System.Globalization;
using Actors.History.Folding;
using Actors.History.Following;
using Actors.Log;
using Actors.Log.Claims;
using Microsoft.Data.Sqlite;

namespace Actors.History.Sqlite;

/// <summary>
/// The reading side of <c>history.db</c>. Each question takes a connection from a pool; answers come from the page cache in
/// some ten microseconds, so the caller's thread waits for them. Thread-safe.
/// </summary>
internal sealed class HistoryReads(string connectionString) : IShardStore
{
    /// <inheritdoc/>
    public ValueTask<StoredShard> ReadShardAsync(int shard, ShardBounds bounds, CancellationToken ct)
    {
        try
        {
            var (next, claims) = ReadShard(shard) ?? (-1, RecoveryPoint.Beginning(0));
            return new ValueTask<StoredShard>(new StoredShard(next, next >= bounds.First && next <= bounds.Next ? claims : null, ReadOpenJobs(shard)));
        }
        catch (SqliteException e)
        {
            throw new HistoryUnavailableException($"The history could not be read: {e.Message}", e);
        }
    }

    /// <summary>A shard as it was stored; null when it never was.</summary>
    private (long Next, RecoveryPoint Claims)? ReadShard(int shard)
    {
        using var connection = Open();
        using var command = Command(connection, "SELECT next, claims FROM shards WHERE shard = $shard");
        command.Parameters.Set("$shard", shard);
        using var row = command.ExecuteReader();
        return row.Read() ? (row.GetInt64(0), RecoveryPointCodec.Read(row.GetFieldValue<byte[]>(1), out _)) : null;
    }

    /// <summary>A shard's open jobs.</summary>
    private List<JobView> ReadOpenJobs(int shard)
    {
        using var connection = Open();
        using var command = Command(connection, $"SELECT {JobRow.Columns} FROM jobs WHERE shard = $shard AND status < 7");
        command.Parameters.Set("$shard", shard);
        using var row = command.ExecuteReader();
        var jobs = new List<JobView>();
        while (row.Read())
        {
            jobs.Add(StoredRow.Job(row));
        }

        return jobs;
    }

    /// <summary>A job; null when it is not stored.</summary>
    internal JobView? Job(string id)
    {
        using var connection = Open();
        using var command = Command(connection, $"SELECT {JobRow.Columns} FROM jobs WHERE id = $id");
        command.Parameters.Set("$id", id);
        using var row = command.ExecuteReader();
        return row.Read() ? StoredRow.Job(row) : null;
    }

    /// <summary>A page of a user's jobs, and where the next one begins.</summary>
    internal (List<JobView> Jobs, string? Next) Jobs(JobQuery query)
    {
        using var connection = Open();
        using var command = Command(
            connection,
            $"""
            SELECT {JobRow.Columns} FROM jobs
            WHERE user = $user AND (created, id) < ($created, $id) AND ($kind IS NULL OR kind = $kind) AND ($channel IS NULL OR channel = $channel)
              AND ($any OR status IN ({string.Join(',', query.Statuses.Select(s => ((int)s).ToString(CultureInfo.InvariantCulture)))}))
            ORDER BY created DESC, id DESC LIMIT $limit
            """);
        var (created, id) = JobPlace.Parse(query.After);
        command.Parameters.Set("$user", query.User).Set("$created", created).Set("$id", id).Set("$kind", query.Kind)
            .Set("$channel", query.Channel).Set("$any", query.Statuses.Count == 0).Set("$limit", query.Limit + 1);
        var jobs = new List<JobView>();
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            jobs.Add(StoredRow.Job(row));
        }

        return JobPlace.Cut(jobs, query.Limit);
    }

    /// <summary>The commands of an id, one a shard at most: a look into the primary key for each shard that was ever stored.</summary>
    internal List<CommandView> Commands(string id)
    {
        using var connection = Open();
        using var command = Command(
            connection,
            "SELECT offset, type, user, channel, job, body_hash, created, shard FROM commands WHERE shard IN (SELECT shard FROM shards) AND id = $id");
        command.Parameters.Set("$id", id);
        using var row = command.ExecuteReader();
        var commands = new List<CommandView>();
        while (row.Read())
        {
            commands.Add(StoredRow.Command(row, id));
        }

        return commands;
    }

    /// <summary>
    /// Offsets of a channel's stored events in (after, before): the first of them, or the last of them, about as many as asked
    /// for or more; by rising offset.
    /// </summary>
    internal List<long> Offsets(string channel, long after, long before, bool last, int count)
    {
        using var connection = Open();
        using var command = Command(
            connection,
            last
                ? "SELECT first, distances FROM runs WHERE channel = $channel AND first < $before AND last > $after ORDER BY first DESC"
                : "SELECT first, distances FROM runs WHERE channel = $channel AND first < $before AND first >= coalesce((SELECT max(first) FROM runs WHERE channel = $channel AND first <= $after), $after) ORDER BY first");
        command.Parameters.Set("$channel", channel).Set("$after", after).Set("$before", before);
        var (offsets, run) = (new List<long>(), new List<long>());
        using var row = command.ExecuteReader();
        while (offsets.Count < count && row.Read())
        {
            run.Clear();
            OffsetRun.Read(row.GetInt64(0), row.GetFieldValue<byte[]>(1), run);
            offsets.InsertRange(last ? 0 : offsets.Count, run.Where(o => o > after && o < before));
            if (last && row.GetInt64(0) <= after)
            {
                break;
            }
        }

        return offsets;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
