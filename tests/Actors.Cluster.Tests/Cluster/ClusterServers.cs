using Actors.Cluster.Tests.Checker;
using Actors.TestServers;

namespace Actors.Cluster.Tests.Cluster;

/// <summary>The servers that a cluster's nodes share.</summary>
internal sealed class ClusterServers : IAsyncDisposable
{
    public const string Topic = "actors.log";

    private ClusterServers(KafkaServer kafka, RedisServer redis, PostgresServer postgres, string database) =>
        (Kafka, Redis, Postgres, Database) = (kafka, redis, postgres, database);

    public KafkaServer Kafka { get; }

    public RedisServer Redis { get; }

    public PostgresServer Postgres { get; }

    /// <summary>The connection string of the history.</summary>
    public string Database { get; }

    public static async Task<ClusterServers> StartAsync(int brokers)
    {
        var kafka = KafkaServer.StartAsync(brokers, shared: false);
        var postgres = PostgresServer.StartAsync();
        var redis = await RedisServer.StartAsync();
        var database = await (await postgres).CreateDatabaseAsync();
        return new ClusterServers(await kafka, redis, await postgres, database);
    }

    /// <summary>What the nodes are told.</summary>
    public Dictionary<string, string> Settings() => new()
    {
        ["Log__Kind"] = "kafka",
        ["Kafka__BootstrapServers"] = Kafka.BootstrapServers,
        ["Kafka__Topic"] = Topic,
        ["Live__Kind"] = "redis",
        ["Redis__Configuration"] = Redis.Configuration,
        ["History__Kind"] = "postgres",
        ["Postgres__ConnectionString"] = Database,
    };

    public IRawLog OpenLog(int shards) => new KafkaRawLog(Kafka.BootstrapServers, Topic, shards);

    public async ValueTask DisposeAsync()
    {
        await Redis.DisposeAsync();
        await Postgres.DisposeAsync();
        await Kafka.DisposeAsync();
    }
}
