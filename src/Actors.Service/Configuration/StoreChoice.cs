namespace Actors.Service.Configuration;

/// <summary>
/// Decides which stores go together: the kinds that are said, those that follow where nothing is said, what is refused and what
/// is only warned about. Pure.
/// </summary>
internal sealed record StoreChoice
{
    /// <summary>What <c>Log:Kind</c> says; null where it is not set.</summary>
    public LogKind? Log { get; init; }

    /// <summary>What <c>Live:Kind</c> says.</summary>
    public LiveKind? Live { get; init; }

    /// <summary>What <c>History:Kind</c> says.</summary>
    public HistoryKind? History { get; init; }

    /// <summary>Whether <c>Kafka:BootstrapServers</c> is given.</summary>
    public bool HasKafka { get; init; }

    /// <summary>Whether <c>Redis:Configuration</c> is given.</summary>
    public bool HasRedis { get; init; }

    /// <summary>Whether <c>Postgres:ConnectionString</c> is given.</summary>
    public bool HasPostgres { get; init; }

    /// <summary>The same with every kind decided.</summary>
    /// <exception cref="SettingException">The kinds do not go together, or a server that one needs is not named.</exception>
    public StoreChoice Resolved()
    {
        var log = Log ?? LogKind.Sqlite;
        var resolved = this with
        {
            Log = log,
            Live = Live ?? (log == LogKind.Sqlite ? LiveKind.InProcess : HasRedis ? LiveKind.Redis : LiveKind.Log),
            History = History ?? (HasPostgres ? HistoryKind.Postgres : HistoryKind.Sqlite),
        };
        return (Fault() ?? resolved.MissingServer()) is { } fault ? throw new SettingException(fault) : resolved;
    }

    /// <summary>What resolved kinds are allowed to be but were probably not meant to; one sentence each.</summary>
    public IReadOnlyList<string> Warnings() => [.. WarningsOf()];

    // Whoever names brokers means them; a node that quietly kept a log of its own would lose its events to all others.
    private string? Fault() => Log is null && HasKafka
        ? "Kafka:BootstrapServers is set but Log:Kind is not: set Log:Kind=kafka to use it, or Log:Kind=sqlite to leave it alone."
        : null;

    private string? MissingServer() => this switch
    {
        { Log: LogKind.Kafka, HasKafka: false } => "Log:Kind=kafka needs Kafka:BootstrapServers, such as kafka1:9092,kafka2:9092.",
        { Live: LiveKind.Redis, HasRedis: false } => "Live:Kind=redis needs Redis:Configuration, such as redis:6379.",
        { History: HistoryKind.Postgres, HasPostgres: false } => "History:Kind=postgres needs Postgres:ConnectionString, such as Host=postgres;Username=actors;Password=…;Database=actors.",
        _ => null,
    };

    private IEnumerable<string> WarningsOf()
    {
        if (Log == LogKind.Kafka && Live == LiveKind.InProcess)
        {
            yield return "Live:Kind=inprocess carries events within this process only: with a second node, streams there would wait for events of this one until their feed looks into the log. Set Live:Kind=redis or Live:Kind=log.";
        }

        if (Log == LogKind.Kafka && History == HistoryKind.Sqlite)
        {
            yield return "History:Kind=sqlite gives each node a whole history of its own, which reads every shard: set History:Kind=postgres to share one.";
        }

        if (Log == LogKind.Sqlite && Live == LiveKind.Redis)
        {
            yield return "Live:Kind=redis carries events between nodes, but a log in SQLite has one node only: Live:Kind=inprocess does the same without a server.";
        }

        if (Log == LogKind.Sqlite && HasKafka)
        {
            yield return "Kafka:BootstrapServers is set but not used, because Log:Kind is sqlite.";
        }

        if (HasRedis && Live != LiveKind.Redis)
        {
            yield return $"Redis:Configuration is set but not used, because Live:Kind is {Live}.";
        }

        if (HasPostgres && History != HistoryKind.Postgres)
        {
            yield return "Postgres:ConnectionString is set but not used, because History:Kind is sqlite.";
        }
    }
}
