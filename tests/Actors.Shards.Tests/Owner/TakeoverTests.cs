using Actors.Contracts.Events;
using Actors.Log;
using Actors.Simulation.Log;

namespace Actors.Shards.Tests.Owner;

public sealed class TakeoverTests : OwnerTest
{
    [Fact]
    public void The_next_owner_whose_claims_failed_reads_what_the_one_before_said_since()
    {
        var first = StartOwner();
        Cluster.SubmitJob(Channel, "endless");
        Pass(15);
        first.Revoke(0);
        Settle();
        var second = StartOwner();
        second.Log.Fates = _ => Fate.Fail;
        first.Log.Pause();
        Pass(Options.NoticeInterval.TotalMilliseconds * 3.5);
        StatusOf(second).WaitsFor.ShouldBeNull("it has waited as long as it was asked to");

        first.Log.Resume();
        second.Log.Fates = _ => Fate.Land;
        Pass(Options.MaxClaimBackoff.TotalMilliseconds);

        Records.Count(e => e.Record.Kind == RecordKind.Claim).ShouldBe(1);
        StatusOf(second).WaitsFor.ShouldBe(first.Name);
        Pass(Options.DrainTimeout.TotalMilliseconds);
        StatusOf(second).State.ShouldBe(ShardState.Serving);
    }

    [Fact]
    public void Of_two_owners_the_later_claim_counts_and_the_other_stops_at_once()
    {
        var first = StartOwner();
        var job = Cluster.SubmitJob(Channel);
        Pass(15);
        first.Lose(0, told: false);
        var second = StartOwner();

        Pass(40);
        StatusOf(first).State.ShouldBe(ShardState.Claiming);
        StatusOf(second).State.ShouldBe(ShardState.Serving);
        Finish();

        TypesOf(job).Count(type => type == EventTypes.GenerationStarted).ShouldBe(2);
        Records.Where(e => e.Record.Kind == RecordKind.Claim).Count().ShouldBe(2);
        Digests.Where(d => d.To > StatusOf(second).Claim).ShouldAllBe(d => d.Claim == StatusOf(second).Claim);
    }

    [Fact]
    public void An_owner_that_has_much_to_read_claims_behind_it_and_the_one_before_serves_until_then()
    {
        var first = StartOwner();
        Cluster.Say(Channel, "chat");
        Settle();
        var second = Cluster.Start();
        second.Log.PageRecords = () => 0;
        first.Lose(0);
        second.Assign(0);
        Pass(1000);

        Cluster.Say(Channel, "chat");
        Settle();
        Records.Count(e => e.Record.Kind == RecordKind.Claim).ShouldBe(1);
        Events.Count.ShouldBe(2);

        second.Log.PageRecords = () => 1000;
        Cluster.Say(Channel, "chat");
        Pass(100);
        StatusOf(second).State.ShouldBe(ShardState.Serving);
        Finish();

        Records.Count(e => e.Record.Kind == RecordKind.Claim).ShouldBe(2);
        Events.Select(e => e.Record.Type).ShouldBe(["chat", "chat", "chat"]);
    }

    [Fact]
    public void A_claim_that_fails_is_tried_again_without_reading_anew_and_what_came_meanwhile_is_read_behind_it()
    {
        var first = StartOwner();
        Cluster.Say(Channel, "chat");
        Settle();
        var second = Cluster.Start();
        var fail = true;
        second.Log.Fates = _ => fail ? Fate.Fail : Fate.Land;
        first.Lose(0);
        second.Assign(0);
        Pass(100);
        Cluster.Say(Channel, "chat");
        Settle();
        Records.Count(e => e.Record.Kind == RecordKind.Claim).ShouldBe(1);

        fail = false;
        Pass(2000);
        Cluster.Say(Channel, "chat");
        Finish();

        StatusOf(second).State.ShouldBe(ShardState.Serving);
        Events.Select(e => e.Record.Type).ShouldBe(["chat", "chat", "chat"]);
    }

    [Fact]
    public void The_time_to_recover_is_that_from_the_claims_acknowledgement_on()
    {
        var first = StartOwner();
        Cluster.Say(Channel, "chat");
        Settle();
        var second = Cluster.Start();
        second.Log.PageRecords = () => 0;
        second.Log.Fates = _ => Fate.LandUnheard;
        first.Lose(0);
        second.Assign(0);
        Pass(1000);
        second.Log.PageRecords = () => 1000;
        Cluster.Say(Channel, "chat");
        Pass(1000);
        Records[^1].Record.Kind.ShouldBe(RecordKind.Claim);
        second.Log.PageRecords = () => 0;
        second.Log.Settle();
        second.Log.Fates = _ => Fate.Land;
        Pass(250);
        second.Log.PageRecords = () => 1000;
        Cluster.Say(Channel, "chat");
        Settle();

        StatusOf(second).State.ShouldBe(ShardState.Serving);
        StatusOf(second).RecoverySeconds.ShouldBe(0.25, 0.01);
    }

    [Fact]
    public void What_a_dead_owner_still_appends_is_shown_to_nobody()
    {
        var first = StartOwner();
        first.Log.Pause();
        Cluster.Say(Channel, "chat");
        first.Log.Deliver = null;
        first.Log.Resume();
        Settle();
        first.Log.CountInFlight(0).ShouldBe(1);
        first.Kill();
        StartOwner();
        Settle();

        first.Log.LandStraggler(0);
        Finish();

        Events.Count.ShouldBe(1);
        Frames.ShouldHaveSingleItem().Offset.ShouldBe(Events[0].Offset);
    }

    [Fact]
    public void A_command_whose_answer_is_in_the_log_is_not_answered_again()
    {
        var first = StartOwner();
        Cluster.Say(Channel, "chat");
        Settle();
        first.Kill();

        StartOwner();
        Finish();

        Events.Count.ShouldBe(1);
    }

    [Fact]
    public void A_command_that_nobody_has_answered_is_answered_by_the_next_owner()
    {
        Cluster.Say(Channel, "chat");
        var job = Cluster.SubmitJob(Channel);

        StartOwner();
        Finish();

        Events[0].Record.Type.ShouldBe("chat");
        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationComplete);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_answer_of_several_events_that_stopped_in_the_middle_goes_on_with_the_rest(int landed)
    {
        var first = StartOwner();
        first.Log.Deliver = null;
        var place = Cluster.Publish(Channel, """{"type":"a"}""", """{"type":"b"}""", """{"type":"c"}""");
        Settle();
        for (var i = 0; i < landed; i++)
        {
            first.Log.Land(0);
        }

        first.Kill();
        StartOwner();
        Finish();

        Events.Select(e => (e.Record.Type, e.Record.Answers, e.Record.Remaining))
            .ShouldBe([("a", place.Offset, 2), ("b", place.Offset, 1), ("c", place.Offset, 0)]);
    }

    [Fact]
    public void An_open_job_goes_on_with_the_next_attempt_and_a_reset()
    {
        var first = StartOwner();
        var job = Cluster.SubmitJob(Channel);
        Pass(25);
        first.Kill();
        StartOwner();

        Finish();

        TypesOf(job).ShouldBe(
        [
            EventTypes.GenerationQueued, EventTypes.GenerationStarted, EventTypes.ChatChunk, EventTypes.GenerationReset,
            EventTypes.GenerationStarted, EventTypes.ChatChunk, EventTypes.ChatChunk, EventTypes.ChatChunk, EventTypes.GenerationComplete,
        ]);
    }

    [Fact]
    public void A_stop_that_waits_at_a_takeover_is_told_to_the_job()
    {
        var first = StartOwner();
        var job = Cluster.SubmitJob(Channel);
        Pass(25);
        first.Log.Pause();
        Cluster.CancelJob(Channel, job);
        Settle();
        first.Kill();

        StartOwner();
        Finish();

        TypesOf(job)[^2..].ShouldBe([EventTypes.GenerationCancelling, EventTypes.GenerationCancelled]);
    }

    [Fact]
    public void An_owner_that_hears_of_its_claim_after_another_has_made_a_point_claims_again()
    {
        var first = Cluster.Start();
        first.Log.Fates = _ => Fate.LandUnheard;
        first.Assign(0);
        Settle();
        var second = StartOwner();
        Cluster.Say(Channel, "chat");
        Pass(Options.PointInterval.TotalMilliseconds * 2);
        Cluster.Log.Shards[0].Point.ShouldNotBeNull();
        second.Kill();

        first.Log.Fates = _ => Fate.Land;
        first.Log.Settle();
        Pass(1000);

        StatusOf(first).State.ShouldBe(ShardState.Serving);
        Finish();
    }

    [Fact]
    public void A_claim_that_fails_is_tried_again_later_and_later()
    {
        var node = Cluster.Start();
        var tries = new List<DateTimeOffset>();
        node.Log.Fates = record =>
        {
            tries.Add(Cluster.Dispatcher.Time.GetUtcNow());
            return tries.Count < 6 ? Fate.Fail : Fate.Land;
        };
        node.Assign(0);

        Pass(10_000);

        StatusOf(node).State.ShouldBe(ShardState.Serving);
        var waits = tries.Zip(tries.Skip(1), (a, b) => (b - a).TotalMilliseconds).ToList();
        waits.Count.ShouldBe(5);
        for (var i = 0; i < waits.Count; i++)
        {
            waits[i].ShouldBeInRange(5 * Math.Pow(2, i) - 1, 10 * Math.Pow(2, i) + 1);
        }
    }
}
