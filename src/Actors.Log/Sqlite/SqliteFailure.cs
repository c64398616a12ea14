namespace Actors.Log.Sqlite;

/// <summary>SQLite did not do what it was asked. Within this room; the port speaks of <see cref="LogUnavailableException"/>.</summary>
internal sealed class SqliteFailure(string message) : IOException(message);
