using Microsoft.Data.Sqlite;

namespace Actors.History.Sqlite;

/// <summary>
/// The tables of <c>history.db</c>. What the log still has can be made again: a file of another form, or one without anything of
/// another log, is emptied.
/// </summary>
internal static class HistorySchema
{
    private const long Version = 1;

    private const string Tables =
        """
        CREATE TABLE history(version INTEGER NOT NULL, log_id INTEGER NOT NULL);
        CREATE TABLE shards(shard INTEGER PRIMARY KEY, next INTEGER NOT NULL, claims BLOB NOT NULL);
        CREATE TABLE jobs(
          id TEXT PRIMARY KEY, shard INTEGER NOT NULL, user TEXT NOT NULL, kind TEXT NOT NULL, channel TEXT NOT NULL,
          status INTEGER NOT NULL, attempt INTEGER NOT NULL, progress INTEGER, created INTEGER NOT NULL, updated INTEGER NOT NULL,
          command INTEGER NOT NULL, text_from INTEGER NOT NULL, terminal INTEGER NOT NULL, body_hash TEXT, resumed_from TEXT) WITHOUT ROWID;
        CREATE INDEX jobs_user ON jobs(user, created, id);
        CREATE INDEX jobs_open ON jobs(shard) WHERE status < 7;
        CREATE INDEX jobs_ended ON jobs(updated) WHERE status >= 7;
        CREATE TABLE commands(
          shard INTEGER NOT NULL, id TEXT NOT NULL, offset INTEGER NOT NULL, type TEXT NOT NULL, user TEXT NOT NULL,
          channel TEXT NOT NULL, job TEXT, body_hash TEXT, created INTEGER NOT NULL, PRIMARY KEY(shard, id)) WITHOUT ROWID;
        CREATE INDEX commands_created ON commands(created);
        CREATE TABLE runs(
          channel TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, shard INTEGER NOT NULL, distances BLOB NOT NULL,
          PRIMARY KEY(channel, first)) WITHOUT ROWID;
        """;

    /// <summary>The log whose history a database holds; null where it holds none of this form.</summary>
    internal static long? LogOf(SqliteConnection connection) =>
        Number(connection, "SELECT count(*) FROM sqlite_master WHERE name IN ('history', 'shards')") == 2
        && Number(connection, "SELECT version FROM history") == Version
        && Number(connection, "SELECT count(*) FROM shards") > 0
            ? Number(connection, "SELECT log_id FROM history")
            : null;

    /// <summary>Makes the tables, or checks those that are there. True when they had to be made, so that everything is read again.</summary>
    internal static bool Prepare(SqliteConnection connection, uint logId)
    {
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;");
        if (Number(connection, "SELECT count(*) FROM sqlite_master WHERE name = 'history'") == 1
            && Number(connection, "SELECT version FROM history") == Version
            && Number(connection, "SELECT log_id FROM history") == logId)
        {
            return false;
        }

        using var transaction = connection.BeginTransaction();
        foreach (var table in new[] { "history", "shards", "jobs", "commands", "runs" })
        {
            Execute(connection, $"DROP TABLE IF EXISTS {table}");
        }

        Execute(connection, Tables);
        Execute(connection, $"INSERT INTO history VALUES({Version}, {logId})");
        transaction.Commit();
        return true;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long? Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as long?;
    }
}
