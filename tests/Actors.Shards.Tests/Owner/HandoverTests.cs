using Actors.Contracts.Events;
using Actors.Log;
using Actors.Simulation.Cluster;
using Actors.Simulation.Log;

namespace Actors.Shards.Tests.Owner;

/// <summary>A shard goes from one node to another, and perhaps back.</summary>
public sealed class HandoverTests : OwnerTest
{
    [Fact]
    public void A_revoked_shard_is_released_after_its_jobs_have_ended_and_a_last_point()
    {
        var node = StartOwner();
        var job = Cluster.SubmitJob(Channel);
        Pass(15);

        node.Revoke(0);
        Settle();
        node.Revoking.ShouldNotBeEmpty();
        Release(node);

        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationComplete);
        Records[^1].Record.Kind.ShouldBe(RecordKind.Point);
        Cluster.Log.Shards[0].Point!.Value.Offset.ShouldBe(Records[^1].Offset);
    }

    [Fact]
    public void A_released_shard_is_served_on_until_another_owner_claims()
    {
        var first = StartOwner();
        first.Revoke(0);
        Release(first);
        Pass(60_000);

        Cluster.Say(Channel, "chat");
        Settle();
        Frames.ShouldHaveSingleItem().Type.ShouldBe("chat");
        StatusOf(first).State.ShouldBe(ShardState.Lingering);

        var second = StartOwner();
        Owners(first).ShouldBeEmpty();
        StatusOf(second).State.ShouldBe(ShardState.Serving);
        Finish();
    }

    [Fact]
    public void A_released_shard_starts_no_job()
    {
        var first = StartOwner();
        first.Revoke(0);
        Release(first);
        var job = Cluster.SubmitJob(Channel);
        Pass(1000);
        TypesOf(job).ShouldBe([EventTypes.GenerationQueued]);

        StartOwner();
        Finish();

        TypesOf(job).ShouldBe(
        [
            EventTypes.GenerationQueued, EventTypes.GenerationStarted, EventTypes.ChatChunk, EventTypes.ChatChunk,
            EventTypes.ChatChunk, EventTypes.GenerationComplete,
        ]);
    }

    [Fact]
    public void A_job_that_outlives_the_drain_runs_on_until_another_owner_claims()
    {
        var first = StartOwner();
        var job = Cluster.SubmitJob(Channel, "endless");
        Pass(15);
        first.Revoke(0);
        Release(first);

        Cluster.CancelJob(Channel, job);
        Settle();

        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationCancelled);
    }

    [Fact]
    public void A_shard_that_moves_twice_resets_no_job_that_ends_in_time()
    {
        var jobs = new List<string>();
        var owner = StartOwner();
        for (var i = 0; i < 3; i++)
        {
            jobs.Add(Cluster.SubmitJob(Channel));
            Pass(15);
            owner.Revoke(0);
            Pass(5);
            jobs.Add(Cluster.SubmitJob(Channel));
            Release(owner);
            owner = StartOwner();
        }

        Finish();

        jobs.ForEach(job => TypesOf(job).ShouldNotContain(EventTypes.GenerationReset));
        jobs.ForEach(job => TypesOf(job)[^1].ShouldBe(EventTypes.GenerationComplete));
        Events.Select(e => e.Offset).ShouldBe(Frames.Select(f => f.Offset), "everything was published, once");
    }

    [Fact]
    public void A_released_owner_in_doubt_claims_no_more()
    {
        var node = StartOwner();
        node.Revoke(0);
        Release(node);
        node.Log.Fates = _ => Fate.Fail;
        Cluster.Say(Channel, "chat");
        Pass(5000);

        Records.Count(e => e.Record.Kind == RecordKind.Claim).ShouldBe(1);
        Owners(node).ShouldBeEmpty();
        StartOwner();
        Finish();
    }

    [Fact]
    public void An_owner_in_doubt_that_is_revoked_claims_again_and_its_jobs_end()
    {
        var node = StartOwner();
        var job = Cluster.SubmitJob(Channel);
        Pass(15);
        var failed = false;
        node.Log.Fates = record => record.Kind == RecordKind.Event && !failed && (failed = true) ? Fate.Fail : Fate.Land;
        Cluster.Dispatcher.RunUntil(() => failed, TimeSpan.FromSeconds(1)).ShouldBeTrue();

        node.Revoke(0);
        Release(node);

        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationComplete);
        TypesOf(job).ShouldNotContain(EventTypes.GenerationReset);
        Records[^1].Record.Kind.ShouldBe(RecordKind.Point);
    }

    [Fact]
    public void A_shard_that_is_revoked_while_its_owner_recovers_is_released_at_once_and_served_until_the_next_claim()
    {
        var node = Cluster.Start();
        node.Assign(0);
        Cluster.Dispatcher.RunUntil(() => Records.Count > 0, TimeSpan.FromSeconds(1)).ShouldBeTrue();
        node.Log.Pause();
        Settle();
        StatusOf(node).State.ShouldBe(ShardState.Recovering);

        node.Revoke(0);
        Settle();
        node.Revoking.ShouldBeEmpty();
        node.Log.Resume();
        Settle();

        StatusOf(node).State.ShouldBe(ShardState.Lingering);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(10_000)]
    public void A_shard_that_is_given_back_is_served_on_under_the_same_claim_and_starts_jobs_again(double after)
    {
        var node = StartOwner();
        var running = Cluster.SubmitJob(Channel);
        Pass(15);
        node.Revoke(0);
        Settle();
        var queued = Cluster.SubmitJob(Channel);
        Pass(after);

        node.Assign(0);
        Finish();

        StatusOf(node).State.ShouldBe(ShardState.Serving);
        node.Revoking.ShouldBeEmpty();
        Records.Count(e => e.Record.Kind == RecordKind.Claim).ShouldBe(1);
        TypesOf(running)[^1].ShouldBe(EventTypes.GenerationComplete);
        TypesOf(queued)[^1].ShouldBe(EventTypes.GenerationComplete);
        TypesOf(running).ShouldNotContain(EventTypes.GenerationReset);
    }

    [Fact]
    public void A_job_that_was_left_to_the_next_owner_starts_when_the_shard_is_given_back()
    {
        var node = StartOwner();
        node.Log.Pause();
        var job = Cluster.SubmitJob(Channel);
        Settle();
        node.Log.Resume();
        Settle();
        node.Revoke(0);
        Release(node);
        TypesOf(job).ShouldBe([EventTypes.GenerationQueued]);

        node.Assign(0);
        Finish();

        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationComplete);
    }

    [Fact]
    public void A_shard_that_is_given_back_after_another_claimed_is_owned_again_at_once()
    {
        var first = StartOwner();
        first.Revoke(0);
        Release(first);
        var second = StartOwner();
        second.Revoke(0);
        Release(second);

        first.Assign(0);
        Settle();

        StatusOf(first).State.ShouldBe(ShardState.Serving);
        Owners(second).ShouldBeEmpty();
    }

    [Fact]
    public void A_lost_shard_is_served_on_and_kept_when_it_is_assigned_again()
    {
        var node = StartOwner();
        var job = Cluster.SubmitJob(Channel);
        Pass(15);

        node.Lose(0);
        Pass(10);
        node.Assign(0);
        Finish();

        TypesOf(job).ShouldNotContain(EventTypes.GenerationReset);
        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationComplete);
        Records.Count(e => e.Record.Kind == RecordKind.Claim).ShouldBe(1);
    }

    [Fact]
    public void A_lost_shard_is_given_up_for_good_when_another_claims()
    {
        var first = StartOwner();
        var job = Cluster.SubmitJob(Channel);
        Pass(15);
        first.Lose(0);
        Pass(5);

        StartOwner();
        Finish();

        Owners(first).ShouldBeEmpty();
        Records.Count(e => e.Record.Kind == RecordKind.Claim).ShouldBe(2);
        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationComplete);
    }

    [Fact]
    public void A_lost_shard_in_doubt_is_given_up()
    {
        var node = StartOwner();
        node.Lose(0);
        node.Log.Fates = _ => Fate.Fail;
        Cluster.Say(Channel, "chat");
        Pass(5000);

        Owners(node).ShouldBeEmpty();
        StartOwner();
        Finish();
    }

    private void Release(SimulatedNode node) => Cluster.Dispatcher
        .RunUntil(() => node.Revoking.Count == 0, Options.DrainTimeout + Options.LeaveTimeout).ShouldBeTrue();
}
