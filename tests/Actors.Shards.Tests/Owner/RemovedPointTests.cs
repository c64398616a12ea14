using Actors.Contracts.Events;
using Actors.Log;

namespace Actors.Shards.Tests.Owner;

/// <summary>A log whose retention knows nothing of recovery points has removed one, or what stands behind it.</summary>
public sealed class RemovedPointTests : OwnerTest
{
    [Fact]
    public void A_shard_whose_point_retention_has_removed_is_served_from_what_is_left()
    {
        var first = StartOwner();
        Cluster.Say(Channel, "chat");
        Pass(31_000);
        first.Kill();
        Cluster.Log.Shards[0].Trim(Cluster.Log.Shards[0].Point.ShouldNotBeNull().Offset + 1);

        var second = StartOwner();
        var job = Cluster.SubmitJob(Channel);
        Finish();

        StatusOf(second).State.ShouldBe(ShardState.Serving);
        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationComplete);
        Cluster.Errors.ShouldHaveSingleItem().ShouldContain("retention");
    }

    [Fact]
    public void What_is_left_behind_a_recovery_point_counts_where_retention_has_removed_the_first_of_it()
    {
        var first = StartOwner();
        var job = Cluster.SubmitJob(Channel, "hang");
        Pass(29_990);
        first.Log.Deliver = null;
        Cluster.Say(Channel, "chat");
        Settle();
        Pass(20);
        while (first.Log.NextInFlight(0) is not null)
        {
            first.Log.Land(0);
            Settle();
        }

        var point = Cluster.Log.Shards[0].Point.ShouldNotBeNull();
        Records[(int)point.RecoverFrom + 1].Record.Type.ShouldBe("chat", "it stands between the recovery point and the snapshot");
        Cluster.Log.Shards[0].Trim(point.RecoverFrom + 2);
        first.Kill();

        var second = StartOwner();
        Cluster.CancelJob(Channel, job);
        Finish();

        StatusOf(second).State.ShouldBe(ShardState.Serving);
        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationCancelled);
        Cluster.Errors.ShouldHaveSingleItem().ShouldContain("retention");
    }

    [Fact]
    public void No_answered_command_is_run_again_where_no_point_is_left()
    {
        var first = StartOwner();
        var answered = Cluster.SubmitJob(Channel);
        Pass(1000);
        first.Kill();
        var waiting = Cluster.SubmitJob(Channel);
        Cluster.Log.Shards[0].Trim(1);
        Records[0].Record.Kind.ShouldBe(RecordKind.Claim, "nobody can know any more which claim was in force");
        Cluster.Log.Shards[0].Point.ShouldBeNull();

        StartOwner();
        Finish();

        TypesOf(answered).Count(type => type == EventTypes.GenerationStarted).ShouldBe(1);
        TypesOf(waiting)[^1].ShouldBe(EventTypes.GenerationComplete, "no record that is left answers it");
        Cluster.Errors.ShouldHaveSingleItem().ShouldContain("retention");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_open_goes_on_from_a_point_that_the_log_holds_where_the_committed_one_is_gone(bool isRemoved)
    {
        var first = StartOwner();
        var ended = Cluster.SubmitJob(Channel);
        var open = Cluster.SubmitJob(Channel, "hang");
        Pass(31_000);
        var committed = Cluster.Log.Shards[0].Point.ShouldNotBeNull();
        Cluster.Say(Channel, "chat");
        Pass(31_000);
        var later = Cluster.Log.Shards[0].Point.ShouldNotBeNull();
        later.Offset.ShouldBeGreaterThan(committed.Offset);
        Cluster.Log.Shards[0].Point = isRemoved ? committed : null;
        Cluster.Log.Shards[0].Trim(later.RecoverFrom + 1);
        first.Kill();

        var second = StartOwner();
        Cluster.CancelJob(Channel, open);
        Finish();

        StatusOf(second).State.ShouldBe(ShardState.Serving);
        TypesOf(ended).Count(type => type == EventTypes.GenerationComplete).ShouldBe(1);
        TypesOf(open)[^1].ShouldBe(EventTypes.GenerationCancelled);
        Cluster.Errors.ShouldBeEmpty();
    }
}
