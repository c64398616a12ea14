using SQLitePCL;

namespace Actors.Log.Sqlite;

/// <summary>A prepared statement: bind, step, read, reset. Parameters count from 1, columns from 0. Allocates nothing.</summary>
internal sealed class Statement(Database database, sqlite3_stmt handle) : IDisposable
{
    /// <summary>Binds a number.</summary>
    internal Statement Bind(int parameter, long value)
    {
        database.Check(raw.sqlite3_bind_int64(handle, parameter, value));
        return this;
    }

    /// <summary>Binds bytes, which are copied; no bytes are stored as nothing.</summary>
    internal Statement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        database.Check(raw.sqlite3_bind_blob(handle, parameter, value));
        return this;
    }

    /// <summary>Binds UTF-8 text, which is copied; an empty one is stored as nothing.</summary>
    internal Statement BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        database.Check(raw.sqlite3_bind_text(handle, parameter, utf8));
        return this;
    }

    /// <summary>Goes to the next row; false behind the last one.</summary>
    internal bool Step()
    {
        var result = raw.sqlite3_step(handle);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        database.Check(result);
        return false;
    }

    /// <summary>Runs a statement that answers nothing and makes it ready for the next time.</summary>
    internal void Run()
    {
        try
        {
            Step();
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Makes the statement ready for the next time and gives up its locks.</summary>
    internal void Reset() => _ = raw.sqlite3_reset(handle);

    /// <summary>True when a column holds nothing.</summary>
    internal bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    /// <summary>A column's number.</summary>
    internal long Int64(int column) => raw.sqlite3_column_int64(handle, column);

    /// <summary>A column's bytes, as long as the row is the present one; none for nothing.</summary>
    internal ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(handle, column);

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
