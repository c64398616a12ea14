using Actors.Cluster.Tests.Cluster;

namespace Actors.Cluster.Tests.Faults;

/// <summary>The bus, the history and a page fail; the log does not.</summary>
[Trait("Server", "kafka")]
[Trait("Server", "kafka-own")]
[Trait("Server", "redis")]
[Trait("Server", "postgres")]
[Collection("one broker")]
public sealed class ServerFaultTests(OneBrokerCluster shared, ITestOutputHelper output)
{
    private readonly TestCluster _cluster = shared.Cluster;

    [Fact]
    public Task Redis_stopped_and_started_costs_time_and_nothing_else() =>
        Scenario.RunAsync(_cluster, output, ClusterFaults.LoseRedisAsync);

    [Fact]
    public Task Redis_connections_of_a_node_cut_cost_time_and_nothing_else() =>
        Scenario.RunAsync(_cluster, output, scenario => ClusterFaults.CutRedisAsync(scenario, _cluster.Nodes[2]));

    [Fact]
    public Task Postgres_restarted_is_noticed_by_no_job_and_the_history_catches_up() =>
        Scenario.RunAsync(_cluster, output, ClusterFaults.RestartPostgresAsync);

    [Fact]
    public Task A_frozen_page_holds_up_nobody_and_misses_nothing() =>
        Scenario.RunAsync(_cluster, output, FrozenPage.FreezeAsync);
}
