using Actors.Log.Sqlite;
using Microsoft.Data.Sqlite;

namespace Actors.Service.Checks;

/// <summary>Looks at the log in the data directory.</summary>
internal static class SqliteCheck
{
    private const string Uses = "sqlite";

    /// <summary>Whether the directory has no log yet, or one of so many shards.</summary>
    public static async Task<CheckResult> LookAsync(SqliteLogOptions options)
    {
        var path = Path.GetFullPath(Path.Combine(options.Directory, "log.db"));
        if (!File.Exists(path))
        {
            return CheckResult.Fine("Log", Uses, $"{options.ShardCount} shards; the data directory has no log, and the node makes it") with { IsNewLog = true };
        }

        try
        {
            var (shards, id) = await ReadAsync(path);
            return shards == options.ShardCount
                ? CheckResult.Fine("Log", Uses, $"{shards} shards in the data directory, log {id:x8}") with { LogId = id }
                : CheckResult.Wrong("Log", Uses, $"{path} was made with {shards} shards, but Log:Shards is {options.ShardCount}");
        }
        catch (SqliteException e)
        {
            return CheckResult.Wrong("Log", Uses, $"{path} cannot be read: {e.Message}");
        }
    }

    // Reading makes files beside a log that is closed, unless it is told that nobody writes.
    private static async Task<(long Shards, uint Id)> ReadAsync(string path)
    {
        var how = File.Exists(path + "-wal") ? "mode=ro" : "immutable=1";
        var source = new SqliteConnectionStringBuilder { DataSource = $"{new Uri(path).AbsoluteUri}?{how}", Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        await using var file = new SqliteConnection(source.ToString());
        await file.OpenAsync();
        await using var command = file.CreateCommand();
        command.CommandText = "SELECT shards, id FROM log";
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync() ? (row.GetInt64(0), (uint)row.GetInt64(1)) : (0, 0);
    }
}
