namespace Actors.Log.Sqlite;

/// <summary>SQLite did not do what it was asked. Within this room; the port speaks of <see cref="LogUnavailableException"/>.</summary>
internal sealed class SqliteFailure(int code, string message) : IOException(message)
{
    /// <summary>SQLite's extended result code.</summary>
    internal int Code { get; } = code;

    /// <summary>The result code without its extension.</summary>
    internal int PrimaryCode => Code & 0xff;
}
