using Actors.Bench.Peers;
using Actors.TestServers;

namespace Actors.Bench.Cluster;

/// <summary>The servers of a cluster on this machine: Kafka, Redis, PostgreSQL. Each run gets a topic, a group and a database of its own.</summary>
internal sealed class ClusterServers : IAsyncDisposable
{
    private readonly KafkaServer _kafka;
    private readonly RedisServer _redis;
    private readonly PostgresServer _postgres;
    private int _runs;

    private ClusterServers(KafkaServer kafka, RedisServer redis, PostgresServer postgres) => (_kafka, _redis, _postgres) = (kafka, redis, postgres);

    /// <summary>The brokers.</summary>
    public string BootstrapServers => _kafka.BootstrapServers;

    /// <summary>Starts them.</summary>
    public static async Task<ClusterServers> StartAsync(int brokers)
    {
        var kafka = await KafkaServer.StartAsync(brokers, shared: false);
        return new ClusterServers(kafka, await RedisServer.StartAsync(), await PostgresServer.StartAsync());
    }

    /// <summary>A name that no run has used yet.</summary>
    public string NextName() => $"bench{++_runs}";

    /// <summary>The settings of a node on these servers.</summary>
    public async Task<Dictionary<string, string>> SettingsAsync(int shards, params (string Key, string Value)[] further)
    {
        var name = NextName();
        var settings = new Dictionary<string, string>
        {
            ["Log__Kind"] = "kafka",
            ["Log__Shards"] = $"{shards}",
            ["Kafka__BootstrapServers"] = BootstrapServers,
            ["Kafka__Topic"] = name,
            ["Kafka__Group"] = name,
            ["Live__Kind"] = "redis",
            ["Redis__Configuration"] = _redis.Configuration,
            ["History__Kind"] = "postgres",
            ["Postgres__ConnectionString"] = await _postgres.CreateDatabaseAsync(),
        };
        foreach (var (key, value) in further) settings[key] = value;
        return settings;
    }

    /// <summary>CPU seconds of each server's processes so far.</summary>
    public IReadOnlyDictionary<string, double> CpuSeconds() => new Dictionary<string, double>
    {
        ["kafka"] = ServerUsage.Read(_kafka.ProcessIds).CpuSeconds,
        ["redis"] = ServerUsage.Read([_redis.Process!.Id]).CpuSeconds,
        ["postgres"] = ServerUsage.Read([_postgres.ProcessId]).CpuSeconds,
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _kafka.DisposeAsync();
        await _redis.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}
