namespace Actors.History.Tests.Sqlite;

public sealed class SqliteHistoryTests() : HistoryContract(new SqliteKind());

public sealed class SqliteHistoryPropertyTests() : HistoryPropertyContract(() => new SqliteKind(), tests: 60);

public sealed class SqliteReplayIndexTests() : ReplayIndexContract(new SqliteKind());
