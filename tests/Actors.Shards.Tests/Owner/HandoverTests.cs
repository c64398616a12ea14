using Actors.Contracts.Events;
using Actors.Log;
using Actors.Shards.Ownership;
using Actors.Simulation.Cluster;
using Actors.Simulation.Log;

namespace Actors.Shards.Tests.Owner;

/// <summary>A shard goes from one node to another, and perhaps back.</summary>
public sealed class HandoverTests : OwnerTest
{
    [Fact]
    public void A_revoked_shard_without_running_jobs_is_released_after_a_last_point()
    {
        var node = StartOwner();
        Cluster.Say(Channel, "chat");
        Settle();

        node.Revoke(0);
        Settle();

        node.Revoking.ShouldBeEmpty();
        Records[^1].Record.Kind.ShouldBe(RecordKind.Point);
        Cluster.Log.Shards[0].Point!.Value.Offset.ShouldBe(Records[^1].Offset);
    }

    [Fact]
    public void A_revoked_shard_whose_jobs_run_is_released_by_a_notice_which_is_ended_when_they_have()
    {
        var node = StartOwner();
        var job = Cluster.SubmitJob(Channel);
        Pass(15);

        node.Revoke(0);
        Settle();
        node.Revoking.ShouldBeEmpty();
        Waits().ShouldBe([3 * Options.NoticeInterval]);
        TypesOf(job)[^1].ShouldNotBe(EventTypes.GenerationComplete);
        Pass(1000);

        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationComplete);
        Waits().ShouldBe([3 * Options.NoticeInterval, TimeSpan.Zero]);
        Records[^1].Record.Kind.ShouldBe(RecordKind.Notice);
        StatusOf(node).State.ShouldBe(ShardState.Lingering);
    }

    [Fact]
    public void A_notice_that_does_not_come_back_holds_a_release_up_for_a_bounded_time()
    {
        var node = StartOwner();
        var job = Cluster.SubmitJob(Channel, "endless");
        Pass(15);
        node.Log.Pause();

        node.Revoke(0);
        Pass(Options.LeaveTimeout.TotalMilliseconds - 1);
        node.Revoking.ShouldNotBeEmpty();
        Pass(1);
        node.Revoking.ShouldBeEmpty();

        node.Log.Resume();
        StartOwner();
        Cluster.CancelJob(Channel, job);
        Finish();
    }

    [Fact]
    public void The_next_owner_claims_when_the_jobs_of_the_one_before_have_ended()
    {
        var first = StartOwner();
        var job = Cluster.SubmitJob(Channel);
        Pass(15);
        first.Revoke(0);
        Settle();

        var second = StartOwner();
        StatusOf(second).State.ShouldBe(ShardState.Claiming);
        StatusOf(second).WaitsFor.ShouldBe(first.Name);
        StatusOf(second).IsServed.ShouldBeTrue();
        Cluster.Say(Channel, "chat");
        Settle();
        Frames[^1].Type.ShouldBe("chat");
        Claims().ShouldBe(1);
        Cluster.Dispatcher.RunUntil(() => TypesOf(job)[^1] == EventTypes.GenerationComplete, TimeSpan.FromSeconds(1)).ShouldBeTrue();
        Settle();

        StatusOf(second).State.ShouldBe(ShardState.Serving);
        StatusOf(second).WaitsFor.ShouldBeNull();
        Owners(first).ShouldBeEmpty();
        TypesOf(job).Count(type => type == EventTypes.GenerationStarted).ShouldBe(1);
        Finish();
    }

    [Fact]
    public void The_next_owner_waits_for_a_job_that_does_not_end_until_the_drain_is_over()
    {
        var first = StartOwner();
        Cluster.SubmitJob(Channel, "endless");
        Pass(15);
        first.Revoke(0);
        Settle();

        var second = StartOwner();
        Pass(Options.DrainTimeout.TotalMilliseconds - 10);
        StatusOf(second).WaitsFor.ShouldBe(first.Name);
        Pass(20);

        StatusOf(second).State.ShouldBe(ShardState.Serving);
        Owners(first).ShouldBeEmpty();
    }

    [Fact]
    public void The_next_owner_waits_for_one_that_has_died_no_longer_than_its_last_notice_says()
    {
        var first = StartOwner();
        var job = Cluster.SubmitJob(Channel, "endless");
        Pass(15);
        first.Revoke(0);
        Settle();
        var second = StartOwner();
        Pass(Options.NoticeInterval.TotalMilliseconds * 1.5);
        first.Kill();

        Pass(Options.NoticeInterval.TotalMilliseconds * 2);
        StatusOf(second).WaitsFor.ShouldBe(first.Name);
        Pass(Options.NoticeInterval.TotalMilliseconds);

        StatusOf(second).State.ShouldBe(ShardState.Serving);
        Cluster.CancelJob(Channel, job);
        Finish();
    }

    [Fact]
    public void The_next_owner_waits_for_one_that_never_ends_its_notices_no_longer_than_a_drain_takes()
    {
        var first = Cluster.Start();
        first.Assign(0);
        Settle();
        var claim = Records.Last(e => e.Record.Kind == RecordKind.Claim).Offset;
        var second = Cluster.Start();
        var next = Records.Count(e => e.Record.Stamp == claim);
        first.Log.Pause();
        var began = Cluster.Dispatcher.Time.GetUtcNow();
        var notice = new LogRecord { Kind = RecordKind.Notice, Stamp = claim, Value = new LeaveNotice("stubborn", Options.NoticeInterval * 3).Encode() };
        Cluster.Log.Shards[0].Append(notice with { Seq = next++ });
        second.Assign(0);
        while (Owners(second) is [{ State: not ShardState.Serving }] && Cluster.Dispatcher.Time.GetUtcNow() - began < Options.DrainTimeout * 4)
        {
            Pass(500);
            Cluster.Log.Shards[0].Append(notice with { Seq = next++ });
        }

        (Cluster.Dispatcher.Time.GetUtcNow() - began).ShouldBeLessThan(Options.DrainTimeout + Options.LeaveTimeout + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_shard_that_was_given_back_and_is_revoked_again_is_claimed_at_once()
    {
        var first = StartOwner();
        Cluster.SubmitJob(Channel);
        Pass(15);
        first.Revoke(0);
        Settle();
        first.Assign(0);
        Pass(1000);
        first.Revoke(0);
        Settle();

        var second = StartOwner();

        StatusOf(second).State.ShouldBe(ShardState.Serving);
        Finish();
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
        Waits().ShouldHaveSingleItem();
        Pass(1000);

        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationComplete);
        TypesOf(job).ShouldNotContain(EventTypes.GenerationReset);
        Waits()[^1].ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void An_owner_that_stays_in_doubt_holds_its_release_up_for_a_bounded_time()
    {
        var node = StartOwner();
        var job = Cluster.SubmitJob(Channel, "endless");
        Pass(15);
        node.Log.Fates = _ => Fate.Fail;
        Cluster.Say(Channel, "chat");
        Settle();
        StatusOf(node).State.ShouldBe(ShardState.InDoubt);

        node.Revoke(0);
        Pass(Options.LeaveTimeout.TotalMilliseconds);

        node.Revoking.ShouldBeEmpty();
        Owners(node).ShouldBeEmpty();
        StartOwner();
        Cluster.CancelJob(Channel, job);
        Finish();
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

    private int Claims() => Records.Count(e => e.Record.Kind == RecordKind.Claim);

    private List<TimeSpan> Waits() =>
        [.. Records.Where(e => e.Record.Kind == RecordKind.Notice).Select(e => LeaveNotice.Decode(e.Record.Value.Span).Wait)];

    private void Release(SimulatedNode node) => Cluster.Dispatcher
        .RunUntil(() => node.Revoking.Count == 0, Options.DrainTimeout + Options.LeaveTimeout).ShouldBeTrue();
}
