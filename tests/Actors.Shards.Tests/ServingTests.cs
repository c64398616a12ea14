using Actors.Contracts.Events;
using Actors.Log;
using Actors.Simulation.Cluster;
using Actors.Simulation.Oracle;

namespace Actors.Shards.Tests;

public sealed class ServingTests
{
    private readonly SimulatedCluster _cluster = new(seed: 1);

    [Fact]
    public void A_submitted_job_runs_to_its_end()
    {
        var node = _cluster.Start();
        node.Assign(0);
        var channel = _cluster.Channel(0);
        var job = _cluster.SubmitJob(channel);

        Run(TimeSpan.FromSeconds(2));

        Types(job).ShouldBe(
        [
            EventTypes.GenerationQueued, EventTypes.GenerationStarted, EventTypes.ChatChunk, EventTypes.ChatChunk,
            EventTypes.ChatChunk, EventTypes.GenerationComplete,
        ]);
        _cluster.Truth.Checked.ShouldBeGreaterThan(6);
    }

    private void Run(TimeSpan time)
    {
        _cluster.Dispatcher.Advance(time);
        _cluster.Errors.ShouldBeEmpty();
        LogOracle.CheckAtTheEnd(_cluster.Log.Shards[0].Entries);
        _cluster.Truth.Lie.ShouldBeNull();
    }

    private List<string> Types(string job) =>
        ValidRecords.Of(_cluster.Log.Shards[0].Entries).Where(e => e.Record.Job == job && e.Record.Kind == RecordKind.Event).Select(e => e.Record.Type).ToList();
}
