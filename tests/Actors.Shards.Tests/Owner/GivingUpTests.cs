using Actors.Log;

namespace Actors.Shards.Tests.Owner;

/// <summary>An owner meets what it cannot go on from: it ends, and another life of it tries again after a while.</summary>
public sealed class GivingUpTests : OwnerTest
{
    [Fact]
    public void A_record_of_an_unknown_format_ends_the_owner_and_its_jobs_at_once()
    {
        var node = StartOwner();
        var job = Cluster.SubmitJob(Channel, "endless");
        Pass(1000);
        node.Log.Knows = entry => entry.Record.Kind != RecordKind.Command;
        Cluster.Say(Channel, "chat");
        Settle();
        var (events, digests) = (TypesOf(job).Count, Digests.Count);

        Pass(60_000);

        Owners(node).ShouldBeEmpty();
        (TypesOf(job).Count, Digests.Count).ShouldBe((events, digests));
        Cluster.Errors.ShouldAllBe(error => error.Contains("format", StringComparison.Ordinal));
        Cluster.Errors.Count.ShouldBeInRange(2, 7, "each life finds it again, and the wait between them doubles");
    }

    [Fact]
    public void An_owner_that_gave_its_shard_up_serves_it_again_when_it_can()
    {
        var node = StartOwner();
        node.Log.Knows = entry => entry.Record.Kind != RecordKind.Command;
        Cluster.Say(Channel, "chat");
        Pass(10_000);

        node.Log.Knows = _ => true;
        Pass(10_000);
        Finish();

        StatusOf(node).State.ShouldBe(ShardState.Serving);
        Events.ShouldHaveSingleItem();
    }

    [Fact]
    public void An_owner_that_has_lived_long_is_started_again_as_soon_as_after_its_first_failure()
    {
        var node = StartOwner();
        node.Log.Knows = entry => entry.Record.Kind != RecordKind.Command;
        Cluster.Say(Channel, "chat");
        Pass(60_000);
        node.Log.Knows = _ => true;
        Pass(120_000);
        StatusOf(node).State.ShouldBe(ShardState.Serving);

        node.Log.Knows = entry => entry.Record.Kind != RecordKind.Command;
        Cluster.Say(Channel, "chat");
        Settle();
        Owners(node).ShouldBeEmpty();
        node.Log.Knows = _ => true;
        Pass(1100);

        StatusOf(node).State.ShouldBe(ShardState.Serving);
    }
}
