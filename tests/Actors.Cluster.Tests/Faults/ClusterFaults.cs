using Actors.Cluster.Tests.Cluster;
using Actors.TestServers;

namespace Actors.Cluster.Tests.Faults;

/// <summary>What can happen to a cluster. Each ends when it is over and repaired; durations are conditions.</summary>
internal static class ClusterFaults
{
    private const int ConnectionCuts = 5;

    /// <summary>A killed node's shards must be served elsewhere within this time.</summary>
    public static readonly TimeSpan Takeover = TimeSpan.FromSeconds(10);

    /// <summary>SIGKILL of a node; it comes back after the others have taken its shards over.</summary>
    public static async Task KillNodeAsync(Scenario scenario, ClusterNode node)
    {
        await node.KillAsync();
        try
        {
            await scenario.Cluster.ServedByAsync(scenario.Cluster.But(node), Takeover);
            scenario.Tell($"the others serve the shards of {node.Name}");
        }
        finally
        {
            node.Start();
        }

        await scenario.Cluster.WholeAsync();
    }

    /// <summary>SIGKILL of a node while another, that has just come back, waits for shards whose jobs have not ended.</summary>
    public static async Task KillNodeWhileShardsMoveAsync(Scenario scenario, ClusterNode node, ClusterNode joining)
    {
        var cluster = scenario.Cluster;
        await joining.KillAsync();
        await cluster.ServedByAsync(cluster.But(joining), Takeover);
        joining.Start();
        await joining.ReadyAsync();
        await Until.TrueAsync(async () => (await joining.InStateAsync("Claiming")).Length > 0, $"{joining.Name} waits for shards");
        var orphans = await node.ServedAsync();
        await node.KillAsync();
        scenario.Tell($"{node.Name} dies with {orphans.Length} shards while {joining.Name} waits for others");
        try
        {
            await Until.TrueAsync(
                async () => !orphans.Except((await Task.WhenAll(cluster.But(node).Select(other => other.ServedAsync()))).SelectMany(shards => shards)).Any(),
                $"the others serve the shards of {node.Name}",
                Takeover);
            scenario.Tell($"the others serve the shards of {node.Name}");
        }
        finally
        {
            node.Start();
        }

        await cluster.WholeAsync();
    }

    /// <summary>SIGTERM of a node, and its start.</summary>
    public static async Task RestartNodeAsync(Scenario scenario, ClusterNode node)
    {
        await node.StopAsync();
        scenario.Tell($"{node.Name} has left");
        node.Start();
        await scenario.Cluster.WholeAsync();
    }

    /// <summary>SIGSTOP of a node until the group has given its shards to the others, which serve them; then SIGCONT.</summary>
    public static async Task FreezeNodeAsync(Scenario scenario, ClusterNode node)
    {
        node.Process.Pause();
        try
        {
            await scenario.Cluster.ServedByAsync(scenario.Cluster.But(node));
            scenario.Tell($"the others serve the shards of {node.Name}, which goes on as if nothing had been");
        }
        finally
        {
            node.Process.Resume();
        }

        await scenario.Cluster.WholeAsync();
    }

    /// <summary>Redis dies, everything works without it, and comes back.</summary>
    public static async Task LoseRedisAsync(Scenario scenario)
    {
        var redis = scenario.Cluster.Servers!.Redis;
        await redis.KillAsync();
        try
        {
            await LiveIsAsync(scenario.Cluster, "down");
            await scenario.EveryShardWorksAsync();
            scenario.Tell("every shard works without Redis");
        }
        finally
        {
            await redis.StartAgainAsync();
        }

        await LiveIsAsync(scenario.Cluster, "up");
        await scenario.EveryShardWorksAsync();
    }

    /// <summary>Redis cuts a node's connections, again and again.</summary>
    public static async Task CutRedisAsync(Scenario scenario, ClusterNode node)
    {
        var redis = scenario.Cluster.Servers!.Redis;
        for (var cut = 0; cut < ConnectionCuts; cut++)
        {
            (await RedisClients.KillAsync(redis, node.Process.Id)).ShouldBeGreaterThan(0);
            await Until.TrueAsync(async () => (await RedisClients.OfAsync(redis, node.Process.Id)).Count > 0, $"{node.Name} is at Redis again");
            await scenario.EveryShardWorksAsync();
        }

        await LiveIsAsync(scenario.Cluster, "up");
    }

    /// <summary>A broker is killed; every shard works without it; it comes back and catches up.</summary>
    public static async Task KillBrokerAsync(Scenario scenario, int broker)
    {
        var servers = scenario.Cluster.Servers!;
        await servers.Kafka.KillAsync(broker);
        try
        {
            await scenario.EveryShardWorksAsync();
            scenario.Tell($"every shard works without broker {broker}");
        }
        finally
        {
            await servers.Kafka.StartAgainAsync(broker);
        }

        await Replicas.InSyncAsync(servers);
    }

    /// <summary>A broker is paused until the others have taken its partitions over, and goes on.</summary>
    public static async Task PauseBrokerAsync(Scenario scenario, int broker)
    {
        var servers = scenario.Cluster.Servers!;
        await servers.Kafka.PauseAsync(broker);
        try
        {
            await scenario.EveryShardWorksAsync();
            scenario.Tell($"every shard works without broker {broker}");
        }
        finally
        {
            await servers.Kafka.ResumeAsync(broker);
        }

        await Replicas.InSyncAsync(servers);
    }

    /// <summary>PostgreSQL dies, requests are taken once and the jobs that run end without it, and it comes back.</summary>
    public static async Task RestartPostgresAsync(Scenario scenario)
    {
        var postgres = scenario.Cluster.Servers!.Postgres;
        var running = scenario.Load.Jobs.ToList();
        await postgres.KillAsync();
        try
        {
            await scenario.EveryShardWorksAsync();
            await scenario.EveryShardKnowsARepeatAsync();
            await scenario.HaveEndedAsync(running);
            scenario.Tell($"{running.Count} jobs went on without PostgreSQL");
        }
        finally
        {
            await postgres.StartAgainAsync();
        }

        await scenario.EveryShardWorksAsync();
    }

    private static Task LiveIsAsync(TestCluster cluster, string state) => Until.TrueAsync(
        async () => (await cluster.HealthAsync()).All(health => health.GetProperty("live").GetString() == state),
        $"every node says that the bus is {state}");
}
