using Actors.Contracts.Events;

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
}
