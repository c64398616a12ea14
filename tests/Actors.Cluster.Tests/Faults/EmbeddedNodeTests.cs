using Actors.Cluster.Tests.Cluster;

namespace Actors.Cluster.Tests.Faults;

/// <summary>One node on SQLite behind the proxy: what dies is everything there is.</summary>
public sealed class EmbeddedNodeTests(EmbeddedCluster embedded, ITestOutputHelper output) : IClassFixture<EmbeddedCluster>
{
    private readonly TestCluster _cluster = embedded.Cluster;

    [Fact]
    public Task Killed_twice_and_started_again_every_job_ends_once_and_every_page_hears_what_the_log_says() => Scenario.RunAsync(_cluster, output, async _ =>
    {
        for (var kill = 0; kill < 2; kill++)
        {
            await _cluster.Nodes[0].KillAsync();
            _cluster.Nodes[0].Start();
            await _cluster.Nodes[0].ReadyAsync();
        }
    });

    [Fact]
    public Task Told_to_stop_and_started_again_no_job_is_begun_anew() => Scenario.RunAsync(
        _cluster,
        output,
        async _ =>
        {
            await _cluster.Nodes[0].StopAsync();
            _cluster.Nodes[0].Start();
            await _cluster.Nodes[0].ReadyAsync();
        },
        scenario => scenario.Load.Jobs.ShouldAllBe(job => scenario.Log.Job(job.Id).Max(e => e.Attempt) == 1));

    [Fact]
    public Task A_frozen_page_holds_up_nobody_and_misses_nothing() => Scenario.RunAsync(_cluster, output, FrozenPage.FreezeAsync);
}
