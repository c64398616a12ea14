using Actors.Contracts;
using Actors.Log;
using Actors.Log.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.History.Tests;

/// <summary>A directory with a log and a history, which a test opens once or again.</summary>
public abstract class HistoryFixture(IHistoryKind kind) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    internal static CancellationToken None => CancellationToken.None;

    internal ManualTime Time { get; } = new();

    internal string Directory => _directory.Path;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    internal SqliteLog OpenLog(int shards = 1, LogRetention? retention = null) => SqliteLog.Open(
        new SqliteLogOptions { Directory = Directory, ShardCount = shards, TailRecords = 16, Retention = retention ?? new LogRetention() },
        Time,
        new UuidV7Source(TimeProvider.System),
        NullLogger<SqliteLog>.Instance);

    internal Task<IHistory> OpenAsync(SqliteLog log, JobRetention? retention = null) => kind.OpenAsync(Directory, log, Time, retention ?? new JobRetention());

    /// <summary>Stores what would be stored a little later.</summary>
    internal Task StoreAsync(IHistory history) => kind.StoreAsync(history);

    /// <summary>Removes what retention would remove at its next turn.</summary>
    internal Task SweepAsync(IHistory history) => kind.SweepAsync(history);

    /// <summary>Ends when the history has seen all that is in the log.</summary>
    internal static async Task CaughtUpAsync(SqliteLog log, IHistory history)
    {
        for (var shard = 0; shard < log.ShardCount; shard++)
        {
            await history.WaitForAsync(shard, (await log.BoundsAsync(shard, None)).Next - 1, None);
        }
    }

    /// <summary>Puts records into shard 0 of a log that is closed, whatever the claim rule says of them.</summary>
    internal void Inject(IEnumerable<LogEntry> entries)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Directory, "log.db")};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        foreach (var (offset, time, record) in entries)
        {
            using var insert = connection.CreateCommand();
            insert.CommandText = "INSERT INTO shard_0 VALUES($offset, $time, $channel, $header, $value)";
            insert.Parameters.AddWithValue("$offset", offset);
            insert.Parameters.AddWithValue("$time", time);
            insert.Parameters.AddWithValue("$channel", record.Channel);
            insert.Parameters.AddWithValue("$header", RecordHeader.ToArray(record));
            insert.Parameters.AddWithValue("$value", record.Value.ToArray());
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }
}
