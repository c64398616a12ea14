using Actors.Contracts.Events;
using Actors.Log;
using Actors.Simulation.Cluster;

namespace Actors.Shards.Tests.Owner;

/// <summary>A node leaves: it drains as a member, releases its shards, and ends.</summary>
public sealed class LeavingTests : OwnerTest
{
    [Fact]
    public void Draining_lets_running_jobs_end_and_the_shard_is_served_on()
    {
        var node = StartOwner();
        var job = Cluster.SubmitJob(Channel);
        Pass(15);

        Answer<ShardsDrained>(node, new DrainShards(), Options.DrainTimeout);

        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationComplete);
        Cluster.Say(Channel, "chat");
        Settle();
        Events[^1].Record.Type.ShouldBe("chat");
        StatusOf(node).State.ShouldBe(ShardState.Serving);
    }

    [Fact]
    public void Draining_without_a_running_job_takes_no_time()
    {
        var node = StartOwner();

        Answer<ShardsDrained>(node, new DrainShards(), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void Draining_ends_after_its_time_and_what_is_open_goes_on_at_the_next_owner()
    {
        var node = StartOwner();
        var job = Cluster.SubmitJob(Channel, "endless");
        Pass(15);

        var drained = node.Shards.Ask<ShardsDrained>(new DrainShards());
        Pass(Options.DrainTimeout.TotalMilliseconds - 10);
        drained.IsCompleted.ShouldBeFalse();
        Pass(10);
        drained.IsCompleted.ShouldBeTrue();
        Leave(node, Options.LeaveTimeout);
        StartOwner();
        Cluster.CancelJob(Channel, job);
        Finish();

        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationCancelled);
    }

    [Fact]
    public void The_time_to_drain_counts_once()
    {
        var node = StartOwner();
        Cluster.SubmitJob(Channel, "endless");
        Pass(15);
        Answer<ShardsDrained>(node, new DrainShards(), Options.DrainTimeout + TimeSpan.FromSeconds(1));

        node.Revoke(0);
        Settle();

        node.Log.Assigned.ShouldBeEmpty();
    }

    [Fact]
    public void Draining_waits_for_the_jobs_of_a_shard_that_was_given_up_and_given_back_before()
    {
        var node = StartOwner();
        node.Revoke(0);
        Settle();
        node.Revoking.ShouldBeEmpty();
        node.Assign(0);
        Settle();
        Cluster.SubmitJob(Channel, "endless");
        Pass(15);

        var drained = node.Shards.Ask<ShardsDrained>(new DrainShards());
        Pass(Options.DrainTimeout.TotalMilliseconds - 10);
        drained.IsCompleted.ShouldBeFalse();
        Pass(10);

        drained.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void Draining_is_not_answered_by_what_an_owner_said_before_its_shard_was_given_back()
    {
        for (var i = 0; i < 10; i++)
        {
            var node = StartOwner();
            var job = Cluster.SubmitJob(Channel, "endless");
            Pass(15);
            node.Revoke(0);
            Settle();
            var over = Cluster.Dispatcher.Time.GetUtcNow() + Options.DrainTimeout;
            Cluster.Dispatcher.RunUntil(() => Cluster.Dispatcher.Time.GetUtcNow() == over).ShouldBeTrue();
            // The owner is about to say that its drain is over; it and what comes now run in any order.
            node.Assign(0);
            node.Drain();
            Pass(Options.DrainTimeout.TotalMilliseconds / 2);

            StatusOf(node).RunningJobs.ShouldBe(1);
            node.IsDrained.ShouldBeFalse();

            Cluster.CancelJob(Channel, job);
            Settle();
            node.IsDrained.ShouldBeTrue();
            node.Kill();
        }
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

        Leave(node, Options.LeaveTimeout);
        StartOwner();
        Finish();

        TypesOf(late)[^1].ShouldBe(EventTypes.GenerationComplete);
    }

    [Fact]
    public void A_stop_while_draining_is_answered_also_for_a_job_that_does_not_run()
    {
        var node = StartOwner();
        Cluster.SubmitJob(Channel, "endless");
        Pass(15);
        _ = node.Shards.Ask<ShardsDrained>(new DrainShards());
        var queued = Cluster.SubmitJob(Channel);
        Settle();

        Cluster.CancelJob(Channel, queued);
        Settle();

        TypesOf(queued)[^1].ShouldBe(EventTypes.GenerationCancelled);
    }

    [Fact]
    public void A_shard_that_is_given_to_a_draining_node_is_served_without_starting_jobs()
    {
        var job = Cluster.SubmitJob(Channel);
        var node = Cluster.Start();
        Answer<ShardsDrained>(node, new DrainShards(), TimeSpan.FromMilliseconds(1));

        node.Assign(0);
        Pass(100);

        StatusOf(node).State.ShouldBe(ShardState.Serving);
        TypesOf(job).ShouldBe([EventTypes.GenerationQueued]);
    }

    [Fact]
    public void The_owner_of_a_node_that_has_left_ends_when_another_claims()
    {
        var node = StartOwner();
        Leave(node, Options.LeaveTimeout);
        var ended = node.Shards.Ask<ShardsEnded>(new EndShards());
        Settle();
        ended.IsCompleted.ShouldBeFalse();

        StartOwner();

        ended.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void The_owner_of_a_node_that_has_left_ends_after_its_time_when_nobody_claims()
    {
        var node = StartOwner();
        Leave(node, Options.LeaveTimeout);

        Answer<ShardsEnded>(node, new EndShards(), Options.HandoverTimeout);

        Owners(node).ShouldBeEmpty();
    }

    [Fact]
    public void Where_nobody_else_can_claim_the_owner_ends_at_its_last_point()
    {
        var node = StartOwner();
        node.Log.IsShared = false;
        Cluster.SubmitJob(Channel, "endless");
        Pass(15);
        Answer<ShardsDrained>(node, new DrainShards(), Options.DrainTimeout + TimeSpan.FromSeconds(1));

        Leave(node, TimeSpan.FromMilliseconds(1));
        Answer<ShardsEnded>(node, new EndShards(), TimeSpan.FromMilliseconds(1));

        Records[^1].Record.Kind.ShouldBe(RecordKind.Point);
        Cluster.Log.Shards[0].Point!.Value.Offset.ShouldBe(Records[^1].Offset);
    }

    [Fact]
    public void A_lost_shard_is_given_up_when_the_node_ends()
    {
        var node = StartOwner();
        node.Lose(0);

        Answer<ShardsEnded>(node, new EndShards(), Options.HandoverTimeout);
    }

    private void Leave(SimulatedNode node, TimeSpan within)
    {
        node.Revoke(0);
        Cluster.Dispatcher.RunUntil(() => node.Revoking.Count == 0, within).ShouldBeTrue();
    }
}
