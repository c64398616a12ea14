using System.Globalization;

namespace Actors.Log.Sqlite;

/// <summary>
/// The tables of <c>log.db</c>. Each shard has a table of its own whose rows are appended at the end and found by their
/// offset, and no index beside it: one by channel and one by job would cost five times as much and write five times as many
/// bytes for each record, since every record of a commit then touches other pages. The history keeps the index that it needs.
/// </summary>
internal static class LogSchema
{
    /// <summary>The form of the tables; stored in the file.</summary>
    private const long Version = 1;

    /// <summary>What every connection that writes is set to. Must run before the first table is made.</summary>
    internal const string WriterPragmas =
        """
        PRAGMA auto_vacuum = INCREMENTAL;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA wal_autocheckpoint = 0;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA cache_size = -16384;
        PRAGMA temp_store = MEMORY;
        """;

    /// <summary>What every connection that reads is set to.</summary>
    internal const string ReaderPragmas = "PRAGMA query_only = 1; PRAGMA cache_size = -8192;";

    /// <summary>A shard's table.</summary>
    internal static string Table(int shard) => string.Create(CultureInfo.InvariantCulture, $"shard_{shard}");

    /// <summary>
    /// Makes the tables of a new log and stores what identifies it, or checks those of an old one. Returns the log's id.
    /// </summary>
    internal static uint Prepare(Database database, int shardCount, uint newLogId, string path)
    {
        database.Execute("BEGIN IMMEDIATE");
        if (database.Number("SELECT count(*) FROM sqlite_master WHERE name = 'log'") == 0)
        {
            Create(database, shardCount, newLogId);
        }

        database.Execute("COMMIT");
        var version = database.Number("SELECT version FROM log");
        if (version != Version)
        {
            throw new RecordFormatException($"The log {path} has tables of form {version}; this version of the program knows form {Version} only.");
        }

        var shards = database.Number("SELECT shards FROM log");
        return shards == shardCount
            ? (uint)database.Number("SELECT id FROM log")!.Value
            : throw new ArgumentException($"The log {path} was made with {shards} shards and cannot have {shardCount}: set Log:Shards to {shards}, or give a new Data:Directory.");
    }

    private static void Create(Database database, int shardCount, uint logId)
    {
        database.Execute(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            CREATE TABLE log(version INTEGER NOT NULL, id INTEGER NOT NULL, shards INTEGER NOT NULL);
            INSERT INTO log VALUES({Version}, {logId}, {shardCount});
            CREATE TABLE points(shard INTEGER PRIMARY KEY, point INTEGER NOT NULL, recover_from INTEGER NOT NULL);
            """));
        for (var shard = 0; shard < shardCount; shard++)
        {
            database.Execute(
                $"""
                CREATE TABLE {Table(shard)}(
                  offset INTEGER PRIMARY KEY, time INTEGER NOT NULL, channel TEXT, header BLOB NOT NULL, value BLOB)
                """);
        }
    }
}
