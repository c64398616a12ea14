using Actors.Cluster.Tests.Cluster;

namespace Actors.Cluster.Tests.Faults;

/// <summary>Brokers die and freeze; then anything at all.</summary>
[Trait("Server", "kafka")]
[Trait("Server", "kafka-own")]
[Trait("Server", "redis")]
[Trait("Server", "postgres")]
public sealed class BrokerFaultTests(ThreeBrokerCluster shared, ITestOutputHelper output) : IClassFixture<ThreeBrokerCluster>
{
    private const int RandomFaults = 4;

    private readonly TestCluster _cluster = shared.Cluster;

    [Fact]
    public Task Broker_killed_and_started_is_a_pause() =>
        Scenario.RunAsync(_cluster, output, scenario => ClusterFaults.KillBrokerAsync(scenario, Replicas.BusiestBroker(_cluster.Servers!)));

    [Fact]
    public Task Broker_paused_is_a_pause() =>
        Scenario.RunAsync(_cluster, output, scenario => ClusterFaults.PauseBrokerAsync(scenario, Replicas.BusiestBroker(_cluster.Servers!)));

    /// <summary>ACTORS_CLUSTER_SEED repeats a run.</summary>
    [Fact]
    public Task Faults_at_random_lose_and_repeat_nothing()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("ACTORS_CLUSTER_SEED"), out var given) ? given : Random.Shared.Next(1, 1_000_000);
        output.WriteLine($"ACTORS_CLUSTER_SEED={seed}");
        return Scenario.RunAsync(
            _cluster,
            output,
            async scenario =>
            {
                var chance = new Random(seed);
                for (var i = 0; i < RandomFaults; i++)
                {
                    var (name, fault) = Choose(chance);
                    scenario.Tell(name);
                    await fault(scenario);
                }
            },
            seed: seed);
    }

    private (string Name, Func<Scenario, Task> Fault) Choose(Random chance)
    {
        var node = _cluster.Nodes[chance.Next(_cluster.Nodes.Count)];
        var broker = chance.Next(1, 4);
        return chance.Next(8) switch
        {
            0 => ($"{node.Name} is killed", scenario => ClusterFaults.KillNodeAsync(scenario, node)),
            1 => ($"{node.Name} is restarted", scenario => ClusterFaults.RestartNodeAsync(scenario, node)),
            2 => ($"{node.Name} is frozen", scenario => ClusterFaults.FreezeNodeAsync(scenario, node)),
            3 => ("Redis dies", ClusterFaults.LoseRedisAsync),
            4 => ($"{node.Name} is cut off from Redis", scenario => ClusterFaults.CutRedisAsync(scenario, node)),
            5 => ($"broker {broker} is killed", scenario => ClusterFaults.KillBrokerAsync(scenario, broker)),
            6 => ($"broker {broker} is paused", scenario => ClusterFaults.PauseBrokerAsync(scenario, broker)),
            _ => ("PostgreSQL is restarted", ClusterFaults.RestartPostgresAsync),
        };
    }
}
