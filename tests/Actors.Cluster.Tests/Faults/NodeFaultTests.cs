using Actors.Cluster.Tests.Checker;
using Actors.Cluster.Tests.Cluster;
using Actors.Cluster.Tests.Load;

namespace Actors.Cluster.Tests.Faults;

/// <summary>Nodes die, leave and freeze.</summary>
[Trait("Server", "kafka")]
[Trait("Server", "kafka-own")]
[Trait("Server", "redis")]
[Trait("Server", "postgres")]
[Collection("one broker")]
public sealed class NodeFaultTests(OneBrokerCluster shared, ITestOutputHelper output)
{
    // Enough for each shard to be asked five times a second: what it leaves unanswered for longer than that has no owner.
    private static readonly LoadPlan Asking = new() { NotesPerSecond = 60 };

    // Longer than a drain takes: no job ends in time.
    private static readonly LoadPlan LongJobs = new() { Tokens = 300, Jobs = 30, JobsPerSecond = 2, ChannelsPerPage = 2, NotesPerSecond = 60 };
    private static readonly TimeSpan Ownerless = TimeSpan.FromSeconds(1.5);

    private readonly TestCluster _cluster = shared.Cluster;

    [Fact]
    public Task Killed_node_is_taken_over_within_ten_seconds_and_its_jobs_and_pages_go_on() => Scenario.RunAsync(
        _cluster,
        output,
        scenario => ClusterFaults.KillNodeAsync(scenario, _cluster.Nodes[0]),
        scenario => LongestAnswer(scenario).ShouldBeLessThan(ClusterFaults.Takeover));

    [Fact]
    public Task Node_killed_while_another_waits_for_shards_whose_jobs_run_is_taken_over_as_fast() => Scenario.RunAsync(
        _cluster,
        output,
        scenario => ClusterFaults.KillNodeWhileShardsMoveAsync(scenario, _cluster.Nodes[1], _cluster.Nodes[2]),
        scenario => LongestAnswer(scenario).ShouldBeLessThan(ClusterFaults.Takeover),
        LongJobs);

    [Fact]
    public Task Nodes_restarted_one_by_one_begin_no_job_anew_and_leave_no_shard_without_an_owner() => Scenario.RunAsync(
        _cluster,
        output,
        async scenario =>
        {
            foreach (var node in _cluster.Nodes)
            {
                await ClusterFaults.RestartNodeAsync(scenario, node);
            }
        },
        scenario =>
        {
            scenario.Load.Jobs.Where(job => scenario.Log.Job(job.Id).Any(e => e.Attempt > 1)).ShouldBeEmpty();
            LongestAnswer(scenario).ShouldBeLessThan(ClusterFaults.Takeover);
            LongestHandover(scenario).ShouldBeLessThan(Ownerless);
        },
        Asking);

    [Fact]
    public Task Frozen_node_that_comes_back_as_a_zombie_writes_for_nobody() => Scenario.RunAsync(
        _cluster,
        output,
        scenario => ClusterFaults.FreezeNodeAsync(scenario, _cluster.Nodes[1]),
        scenario => scenario.Log.Records.Count(r => !r.IsValid && r.Record.Header.Kind == RawKind.Event && r.Record.Time >= scenario.FaultBegan)
            .ShouldBeGreaterThan(0, "The zombie wrote nothing, so nothing was tested."));

    private static TimeSpan LongestAnswer(Scenario scenario) => Told(scenario, "an answer", scenario.Log.LongestAnswers(scenario.FaultBegan));

    private static TimeSpan LongestHandover(Scenario scenario) => Told(scenario, "an owner", scenario.Log.LongestHandovers(scenario.FaultBegan));

    private static TimeSpan Told(Scenario scenario, string what, TimeSpan[] waits)
    {
        scenario.Tell($"longest wait for {what} by shard, ms: {string.Join(' ', waits.Select(wait => wait.TotalMilliseconds))}");
        return waits.Max();
    }
}
