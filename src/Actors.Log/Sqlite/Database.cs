using SQLitePCL;

namespace Actors.Log.Sqlite;

/// <summary>
/// One connection. The raw interface, because the hot paths need prepared statements that are bound and read without
/// allocating. Used by one thread at a time.
/// </summary>
internal sealed class Database : IDisposable
{
    private readonly sqlite3 _handle;

    static Database() => Batteries_V2.Init();

    private Database(sqlite3 handle) => _handle = handle;

    /// <summary>Opens a file, creating it where it is missing and may be written to.</summary>
    internal static Database Open(string path, bool readOnly, TimeSpan busyTimeout)
    {
        var flags = raw.SQLITE_OPEN_NOMUTEX
            | (readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        var result = raw.sqlite3_open_v2(path, out var handle, flags, null);
        var database = new Database(handle);
        try
        {
            database.Check(result);
            _ = raw.sqlite3_extended_result_codes(handle, 1);
            database.Check(raw.sqlite3_busy_timeout(handle, (int)busyTimeout.TotalMilliseconds));
        }
        catch
        {
            database.Dispose();
            throw;
        }

        return database;
    }

    /// <summary>True within a transaction.</summary>
    internal bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>Runs statements that answer nothing.</summary>
    internal void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>Prepares a statement that will be run many times.</summary>
    internal Statement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        return new Statement(this, statement);
    }

    /// <summary>The first column of a statement's first row; null where there is none.</summary>
    internal long? Number(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() && !statement.IsNull(0) ? statement.Int64(0) : null;
    }

    /// <summary>How many pages this connection has written since it was last asked. SQLite's own count has 31 bits, so it begins anew each time.</summary>
    internal int TakePagesWritten()
    {
        Check(raw.sqlite3_db_status(_handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 1));
        return pages;
    }

    /// <summary>Copies what the write-ahead log holds into the file. False when readers or a writer were in the way.</summary>
    internal bool Checkpoint(int mode)
    {
        var result = raw.sqlite3_wal_checkpoint_v2(_handle, null, mode, out _, out _);
        if ((result & 0xff) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED)
        {
            return false;
        }

        Check(result);
        return true;
    }

    /// <summary>Throws when a call failed.</summary>
    internal void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw new SqliteFailure($"{raw.sqlite3_errmsg(_handle).utf8_to_string()} (SQLite result {result})");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
