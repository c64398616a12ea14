namespace Actors.History.Tests.Postgres;

[Trait("Server", "postgres")]
public sealed class PostgresHistoryTests() : HistoryContract(new PostgresKind());

[Trait("Server", "postgres")]
public sealed class PostgresHistoryPropertyTests() : HistoryPropertyContract(() => new PostgresKind(), tests: 20);

[Trait("Server", "postgres")]
public sealed class PostgresReplayIndexTests() : ReplayIndexContract(new PostgresKind());
