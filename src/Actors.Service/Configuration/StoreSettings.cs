using Actors.History.Postgres;
using Actors.History.Sqlite;
using Actors.Live.Redis;
using Actors.Log.Kafka;
using Actors.Log.Sqlite;

namespace Actors.Service.Configuration;

/// <summary>Where the log, the live bus and the history are. Immutable.</summary>
internal sealed record StoreSettings
{
    private static readonly string[] HistoryProperties = ["StoreInterval", "QuestionTimeout", "MaxUnstoredBytes", "Retention", "Events"];
    private static readonly string[] PostgresProperties = ["ConnectionString", "Schema", "MaxConnections", "ReplaceLog"];

    /// <summary>Where the log is.</summary>
    public required LogKind Log { get; init; }

    /// <summary>What carries frames and digests.</summary>
    public required LiveKind Live { get; init; }

    /// <summary>Where the history is.</summary>
    public required HistoryKind History { get; init; }

    /// <summary>The embedded log; looked at when <see cref="Log"/> names it.</summary>
    public required SqliteLogOptions SqliteLog { get; init; }

    /// <summary>The embedded history.</summary>
    public required SqliteHistoryOptions SqliteHistory { get; init; }

    /// <summary>The log on Kafka.</summary>
    public required KafkaLogOptions Kafka { get; init; }

    /// <summary>The bus over Redis.</summary>
    public required RedisBusOptions Redis { get; init; }

    /// <summary>The shared history.</summary>
    public required PostgresHistoryOptions Postgres { get; init; }

    /// <summary>What is allowed but probably not meant; one sentence each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The same, kept in a directory.</summary>
    public StoreSettings In(string directory) => this with
    {
        SqliteLog = SqliteLog with { Directory = directory },
        SqliteHistory = SqliteHistory with { Directory = directory },
    };

    /// <summary>Reads the sections <c>Log</c>, <c>Live</c>, <c>History</c>, <c>Kafka</c>, <c>Redis</c> and <c>Postgres</c>.</summary>
    /// <exception cref="SettingException">A value is not what its key may hold, or the kinds do not go together.</exception>
    public static StoreSettings Read(SettingsReader reader)
    {
        var log = reader.Kind<LogKind>("Log");
        var redis = reader.Over(new RedisBusOptions { Configuration = string.Empty }, "Redis");
        var postgres = reader.Over(new PostgresHistoryOptions { ConnectionString = string.Empty }, "Postgres", Without(HistoryProperties));
        var kafka = reader.Over(new KafkaLogOptions { BootstrapServers = string.Empty }, "Kafka", ("ShardCount", ""));
        var choice = new StoreChoice
        {
            Log = log,
            Live = reader.Kind<LiveKind>("Live"),
            History = reader.Kind<HistoryKind>("History"),
            HasKafka = kafka.BootstrapServers.Length > 0,
            HasRedis = redis.Configuration.Length > 0,
            HasPostgres = postgres.ConnectionString.Length > 0,
        }.Resolved();
        var embedded = new SqliteLogOptions { Directory = string.Empty };
        var files = new SqliteHistoryOptions { Directory = string.Empty };
        NameUnused(reader, choice);
        return new StoreSettings
        {
            Log = choice.Log!.Value,
            Live = choice.Live!.Value,
            History = choice.History!.Value,
            SqliteLog = log == LogKind.Kafka ? embedded : reader.Over(embedded, "Log", ("Directory", ""), ("ShardCount", "Shards")),
            SqliteHistory = choice.History == HistoryKind.Sqlite ? reader.Over(files, "History", ("Directory", "")) : files,
            Kafka = log == LogKind.Kafka
                ? kafka with { ShardCount = reader.Number("Log", "Shards") ?? kafka.ShardCount }
                : kafka,
            Redis = redis,
            Postgres = choice.History == HistoryKind.Postgres ? reader.Over(postgres, "History", Without(PostgresProperties)) : postgres,
            Warnings = choice.Warnings(),
        };
    }

    // What README lists for one kind is not misspelt with another.
    private static void NameUnused(SettingsReader reader, StoreChoice choice)
    {
        if (choice.Log == LogKind.Kafka)
        {
            reader.Unused(new SqliteLogOptions { Directory = string.Empty }, "Log", "is a setting of Log:Kind=sqlite; the log is kafka.", ("Directory", ""), ("ShardCount", "Shards"));
        }

        if (choice.History == HistoryKind.Sqlite)
        {
            reader.Unused(new PostgresHistoryOptions { ConnectionString = string.Empty }, "History", "is a setting of History:Kind=postgres; the history is sqlite.", Without(PostgresProperties));
        }
        else
        {
            reader.Unused(new SqliteHistoryOptions { Directory = string.Empty }, "History", "is a setting of History:Kind=sqlite; the history is postgres.", ("Directory", ""));
        }
    }

    /// <summary>Looks at what is in use.</summary>
    /// <exception cref="ArgumentException">A value makes no sense; the message names its key.</exception>
    public void Validate()
    {
        if (Log == LogKind.Sqlite)
        {
            (SqliteLog with { Directory = "." }).Validate();
        }
        else
        {
            Kafka.Validate();
        }

        if (Live == LiveKind.Redis)
        {
            Redis.Validate();
        }

        if (History == HistoryKind.Sqlite)
        {
            (SqliteHistory with { Directory = "." }).Validate();
        }
        else
        {
            Postgres.Validate();
        }
    }

    // The history has its rules in one section wherever it is; where its server is stands in another.
    private static (string Property, string Key)[] Without(string[] properties) => [.. properties.Select(p => (p, string.Empty))];
}
