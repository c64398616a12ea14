using Actors.Contracts.Events;
using Actors.Log;

namespace Actors.Shards.Tests.Owner;

public sealed class LeavingTests : OwnerTest
{
    [Fact]
    public void Draining_lets_running_jobs_end_and_makes_a_last_point()
    {
        var node = StartOwner();
        var job = Cluster.SubmitJob(Channel);
        Pass(15);

        var drained = node.Shards.Ask<ShardsDrained>(new DrainShards());
        Cluster.Dispatcher.RunUntil(() => drained.IsCompleted, Options.DrainTimeout).ShouldBeTrue();

        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationComplete);
        Cluster.Log.Shards[0].Point!.Value.Offset.ShouldBe(Records[^1].Offset);
    }

    [Fact]
    public void Draining_ends_after_its_time_and_what_is_open_goes_on_at_the_next_owner()
    {
        var node = StartOwner();
        var job = Cluster.SubmitJob(Channel, "hang");
        Pass(15);

        var drained = node.Shards.Ask<ShardsDrained>(new DrainShards());
        Cluster.Dispatcher.RunUntil(() => drained.IsCompleted, Options.DrainTimeout + TimeSpan.FromSeconds(1)).ShouldBeTrue();
        node.Revoke(0);
        StartOwner();
        Cluster.CancelJob(Channel, job);
        Finish();

        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationCancelled);
    }

    [Fact]
    public void A_job_submitted_while_draining_is_queued_and_runs_at_the_next_owner()
    {
        var node = StartOwner();
        Cluster.SubmitJob(Channel);
        Pass(15);
        var drained = node.Shards.Ask<ShardsDrained>(new DrainShards());
        Settle();
        var late = Cluster.SubmitJob(Channel);
        Cluster.Dispatcher.RunUntil(() => drained.IsCompleted).ShouldBeTrue();
        TypesOf(late).ShouldBe([EventTypes.GenerationQueued]);

        node.Revoke(0);
        StartOwner();
        Finish();

        TypesOf(late)[^1].ShouldBe(EventTypes.GenerationComplete);
    }

    [Fact]
    public void A_shard_that_is_taken_away_is_released_once_its_owner_has_stopped_writing()
    {
        var node = StartOwner();
        Cluster.SubmitJob(Channel, "hang");
        Pass(15);
        var host = new ShardHost(node.Shards);

        var released = host.RevokedAsync(0, CancellationToken.None);
        Cluster.Dispatcher.RunUntil(() => released.IsCompleted, Options.LeaveTimeout).ShouldBeTrue();
        var records = Records.Count;
        Pass(10_000);

        Records.Count.ShouldBe(records);
        Records[^1].Record.Kind.ShouldBe(RecordKind.Point);
        Cluster.Log.Shards[0].Point!.Value.Offset.ShouldBe(Records[^1].Offset);
    }

    [Fact]
    public void A_shard_that_is_given_back_while_its_owner_leaves_is_owned_again()
    {
        var node = StartOwner();
        node.Revoke(0);
        node.Assign(0);

        Pass(5000);

        StatusOf(node).State.ShouldBe(ShardState.Serving);
    }
}
