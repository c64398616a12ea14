using System.Buffers;
using System.Globalization;
using Actors.History.Folding;
using Actors.Log.Claims;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Actors.History.Sqlite;

/// <summary>The writing side of <c>history.db</c>: one connection, used by one caller at a time.</summary>
internal sealed partial class HistoryFile : IDisposable
{
    private const int SweepRows = 500;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _upsertJob;
    private readonly SqliteCommand _insertJob;
    private readonly SqliteCommand _insertCommand;
    private readonly SqliteCommand _insertRun;
    private readonly SqliteCommand _storeShard;
    private (string Channel, long First) _swept = (string.Empty, -1);

    private HistoryFile(SqliteConnection connection)
    {
        _connection = connection;
        _upsertJob = Command($"INSERT OR REPLACE INTO jobs({JobRow.Columns}) VALUES({JobRow.Parameters})");
        _insertJob = Command($"INSERT OR IGNORE INTO jobs({JobRow.Columns}) VALUES({JobRow.Parameters})");
        _insertCommand = Command("INSERT OR IGNORE INTO commands VALUES($shard, $id, $offset, $type, $user, $channel, $job, $body_hash, $created)");
        _insertRun = Command("INSERT OR REPLACE INTO runs VALUES($channel, $first, $last, $shard, $distances)");
        _storeShard = Command("INSERT OR REPLACE INTO shards VALUES($shard, $next, $claims)");
    }

    /// <summary>
    /// Opens the file, making it or emptying it where that is needed. One that is no database is thrown away; one of another log is
    /// kept beside it, since that log may be gone or come back.
    /// </summary>
    internal static HistoryFile Open(string connectionString, uint logId, ILogger logger)
    {
        try
        {
            SetAside(connectionString, logId, logger);
            return OpenSound(connectionString, logId);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB)
        {
            foreach (var file in Files(connectionString))
            {
                File.Delete(file);
            }

            return OpenSound(connectionString, logId);
        }
    }

    /// <summary>
    /// Stores the changes of some shards in one transaction. Returns the new jobs that were there already.
    /// </summary>
    internal HashSet<string> Store(IReadOnlyList<ShardChanges> shards)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        using var transaction = _connection.BeginTransaction();
        foreach (var command in new[] { _upsertJob, _insertJob, _insertCommand, _insertRun, _storeShard })
        {
            command.Transaction = transaction;
        }

        foreach (var changes in shards)
        {
            Store(changes, known);
        }

        transaction.Commit();
        return known;
    }

    /// <summary>
    /// Removes, in short steps, jobs that ended and commands that came before the given times, and index entries of events
    /// that the log no longer has. True when there may be more to remove.
    /// </summary>
    /// <param name="jobsBefore">Jobs that ended before this time go.</param>
    /// <param name="commandsBefore">Commands from before this time go.</param>
    /// <param name="firsts">Each shard's first offset.</param>
    internal bool Sweep(DateTimeOffset jobsBefore, DateTimeOffset commandsBefore, IReadOnlyList<long> firsts)
    {
        var removed = Delete($"DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE status >= 7 AND updated < {Milliseconds(jobsBefore)} LIMIT {SweepRows})");
        removed += Delete($"DELETE FROM commands WHERE (shard, id) IN (SELECT shard, id FROM commands WHERE created < {Milliseconds(commandsBefore)} LIMIT {SweepRows})");
        return SweepRuns(firsts) || removed > 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        SqliteConnection.ClearPool(_connection);
        _connection.Dispose();
    }

    private static string[] Files(string connectionString)
    {
        var path = new SqliteConnectionStringBuilder(connectionString).DataSource;
        return [path, path + "-wal", path + "-shm"];
    }

    private static void SetAside(string connectionString, uint logId, ILogger logger)
    {
        var unpooled = new SqliteConnectionStringBuilder(connectionString) { Pooling = false };
        if (!File.Exists(unpooled.DataSource))
        {
            return;
        }

        long? other;
        using (var connection = new SqliteConnection(unpooled.ToString()))
        {
            connection.Open();
            other = HistorySchema.LogOf(connection);
        }

        if (other is { } log && log != logId)
        {
            var (id, own) = (log.ToString("x8", CultureInfo.InvariantCulture), logId.ToString("x8", CultureInfo.InvariantCulture));
            foreach (var file in Files(connectionString).Where(File.Exists))
            {
                var name = Path.GetFileName(file).Replace("history", $"history-{id}", StringComparison.Ordinal);
                File.Move(file, Path.Combine(Path.GetDirectoryName(file)!, name), overwrite: true);
            }

            Log.SetAside(logger, id, own);
        }
    }

    private static HistoryFile OpenSound(string connectionString, uint logId)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            HistorySchema.Prepare(connection, logId);
            return new HistoryFile(connection);
        }
        catch
        {
            SqliteConnection.ClearPool(connection);
            connection.Dispose();
            throw;
        }
    }

    private void Store(ShardChanges changes, HashSet<string> known)
    {
        foreach (var job in changes.Jobs)
        {
            var isNew = changes.NewJobs.Contains(job.Id);
            var command = isNew ? _insertJob : _upsertJob;
            JobRow.Bind(command.Parameters, job);
            if (command.ExecuteNonQuery() == 0)
            {
                known.Add(job.Id);
            }
        }

        foreach (var command in changes.Commands)
        {
            _insertCommand.Parameters.Set("$shard", command.Shard).Set("$id", command.Id).Set("$offset", command.Offset)
                .Set("$type", command.Type).Set("$user", command.User).Set("$channel", command.Channel).Set("$job", command.JobId)
                .Set("$body_hash", command.BodyHash).Set("$created", command.CreatedAt.ToUnixTimeMilliseconds());
            _insertCommand.ExecuteNonQuery();
        }

        foreach (var (channel, runs) in changes.Index.Runs)
        {
            foreach (var run in runs)
            {
                _insertRun.Parameters.Set("$channel", channel).Set("$first", run.First).Set("$last", run.Last)
                    .Set("$shard", changes.Shard).Set("$distances", run.Distances.ToArray());
                _insertRun.ExecuteNonQuery();
            }
        }

        var claims = new ArrayBufferWriter<byte>();
        RecoveryPointCodec.Write(claims, changes.Claims);
        _storeShard.Parameters.Set("$shard", changes.Shard).Set("$next", changes.Next).Set("$claims", claims.WrittenSpan.ToArray());
        _storeShard.ExecuteNonQuery();
    }

    // Goes through all runs, some at a time, since no index finds a shard's old ones: it would cost more than it is worth.
    private bool SweepRuns(IReadOnlyList<long> firsts)
    {
        using var command = Command($"SELECT channel, first, last, shard FROM runs WHERE (channel, first) > ($channel, $first) ORDER BY channel, first LIMIT {SweepRows}");
        command.Parameters.Set("$channel", _swept.Channel).Set("$first", _swept.First);
        var (seen, old) = (0, new List<(string Channel, long First)>());
        using (var row = command.ExecuteReader())
        {
            while (row.Read())
            {
                _swept = (row.GetString(0), row.GetInt64(1));
                seen++;
                if (row.GetInt32(3) < firsts.Count && row.GetInt64(2) < firsts[row.GetInt32(3)])
                {
                    old.Add(_swept);
                }
            }
        }

        using var transaction = _connection.BeginTransaction();
        using var delete = Command("DELETE FROM runs WHERE channel = $channel AND first = $first");
        delete.Transaction = transaction;
        foreach (var (channel, first) in old)
        {
            delete.Parameters.Set("$channel", channel).Set("$first", first);
            delete.ExecuteNonQuery();
        }

        transaction.Commit();
        if (seen == SweepRows)
        {
            return true;
        }

        _swept = (string.Empty, -1);
        return false;
    }

    private int Delete(string sql)
    {
        using var command = Command(sql);
        return command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private static string Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static partial class Log
    {
        [LoggerMessage(12, LogLevel.Warning, "history.db held the history of the log {Other}, and this node's log is {Own}: it is kept as history-{Other}.db, and a new one is made from the log.")]
        internal static partial void SetAside(ILogger logger, string other, string own);
    }
}
