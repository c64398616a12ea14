using Actors.History.Postgres;
using Actors.Log.Sqlite;
using Actors.TestServers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.History.Tests.Postgres;

/// <summary>The shared history in a database of its own; this node follows all shards.</summary>
internal sealed class PostgresKind : IHistoryKind
{
    private static readonly Lazy<Task<PostgresServer>> Shared = new(PostgresServer.StartAsync);

    private static int _schemas;

    private readonly string _schema = $"s{Interlocked.Increment(ref _schemas)}";

    /// <summary>The database that all contract tests share, each with a schema of its own.</summary>
    private static readonly Lazy<Task<string>> Database = new(CreateDatabaseAsync);

    /// <summary>An empty database on the server that all tests share.</summary>
    internal static async Task<string> CreateDatabaseAsync() => await (await Shared.Value).CreateDatabaseAsync();

    public async Task<IHistory> OpenAsync(string directory, SqliteLog log, TimeProvider time, JobRetention retention)
    {
        var history = await PostgresHistory.OpenAsync(
            new PostgresHistoryOptions { ConnectionString = await Database.Value, Schema = _schema, Retention = retention }, log, log, time, NullLogger<PostgresHistory>.Instance, CancellationToken.None);
        for (var shard = 0; shard < log.ShardCount; shard++)
        {
            history.Assigned(shard);
        }

        return history;
    }

    public Task StoreAsync(IHistory history) => ((PostgresHistory)history).StoreAsync(CancellationToken.None);

    public Task SweepAsync(IHistory history) => ((PostgresHistory)history).SweepAsync(CancellationToken.None);
}
