using Actors.Service.Tests.Hosting;
using Actors.TestServers;

namespace Actors.Service.Tests.Cluster;

/// <summary>Kafka, Redis and PostgreSQL for the tests of a class, and settings that name them.</summary>
public sealed class ClusterStores : IAsyncLifetime
{
    private int _topics;

    public KafkaServer Kafka { get; private set; } = null!;

    public RedisServer Redis { get; private set; } = null!;

    public PostgresServer Postgres { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Kafka = await KafkaServer.StartAsync();
        Redis = await RedisServer.StartAsync();
        Postgres = await PostgresServer.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await Postgres.DisposeAsync();
        await Redis.DisposeAsync();
        await Kafka.DisposeAsync();
    }

    /// <summary>The settings of a cluster that nobody else has.</summary>
    public async Task<string[]> NewClusterAsync(int shards = 6)
    {
        var name = $"{Interlocked.Increment(ref _topics)}-{Guid.NewGuid():N}";
        Kafka.TryMakeTopic($"log-{name}", shards);
        return
        [
            "Log:Kind=kafka", $"Log:Shards={shards}", $"Kafka:BootstrapServers={Kafka.BootstrapServers}", $"Kafka:Topic=log-{name}", $"Kafka:Group=group-{name}",
            $"Redis:Configuration={Redis.Configuration}", $"Redis:KeyPrefix=k{name}", $"Postgres:ConnectionString={await Postgres.CreateDatabaseAsync()}",
            "Auth:TicketSecret=a secret of thirty-two bytes or more",
        ];
    }

    /// <summary>Starts a node and waits until it is ready.</summary>
    internal static async Task<RunningService> StartAsync(string name, string[] settings)
    {
        var node = await RunningService.StartAsync([.. settings, "Node:Name=" + name]);
        await Eventually.IsTrueAsync(async () => (await node.Anonymous().GetAsync("/health/ready")).IsSuccessStatusCode);
        return node;
    }
}
