using System.Text.Json;
using Actors.Contracts.Events;
using Actors.Log;
using Actors.Shards.Points;
using Actors.Simulation.Log;

namespace Actors.Shards.Tests.Owner;

public sealed class DoubtTests : OwnerTest
{
    [Theory]
    [InlineData(Fate.Fail)]
    [InlineData(Fate.LandAndFail)]
    [InlineData(Fate.Straggle)]
    [InlineData(Fate.Lose)]
    public void Events_in_doubt_are_in_the_log_once_in_order_and_under_their_ids(Fate fate)
    {
        var node = StartOwner();
        var appended = new List<string>();
        var count = 0;
        node.Log.Tamper = record =>
        {
            if (record.Kind == RecordKind.Event && !appended.Contains(IdOf(record)))
            {
                appended.Add(IdOf(record));
            }

            return record;
        };
        node.Log.Fates = record => record.Kind == RecordKind.Event && ++count == 3 ? fate : Fate.Land;
        var job = Cluster.SubmitJob(Channel);

        Pass(2000);
        while (node.Log.Stragglers.Count > 0)
        {
            node.Log.LandStraggler(0);
        }

        Finish();

        Events.Select(e => IdOf(e.Record)).ShouldBe(appended);
        TypesOf(job).Count(type => type == EventTypes.GenerationStarted).ShouldBe(1, "a job lives through a doubt");
        Records.Count(e => e.Record.Kind == RecordKind.Claim).ShouldBe(2);
        StatusOf(node).State.ShouldBe(ShardState.Serving);
    }

    [Fact]
    public void What_was_in_doubt_is_dropped_when_another_owner_claimed_in_between()
    {
        var first = StartOwner();
        first.Log.Deliver = null;
        Cluster.Say(Channel, "chat");
        Settle();
        var second = StartOwner();
        second.Kill();
        first.Log.TimeOut(0);
        first.Log.Deliver = Cluster.Dispatcher.Post;
        Finish();

        Events.ShouldHaveSingleItem().Record.Answers.ShouldBe(1);
        Cluster.Truth.Lie.ShouldBeNull();
    }

    [Fact]
    public void A_claim_of_ones_own_that_lands_late_is_not_another_owners()
    {
        var node = StartOwner();
        var job = Cluster.SubmitJob(Channel);
        Pass(12);
        var (claims, events) = (0, 0);
        node.Log.Fates = record => record.Kind switch
        {
            RecordKind.Claim when ++claims == 1 => Fate.LandAndFail,
            RecordKind.Event when ++events == 1 => Fate.Fail,
            _ => Fate.Land,
        };

        Finish();

        Records.Count(e => e.Record.Kind == RecordKind.Claim).ShouldBe(3);
        TypesOf(job).Count(type => type == EventTypes.GenerationStarted).ShouldBe(1);
    }

    [Fact]
    public void Jobs_hold_while_the_log_is_away_and_lose_nothing()
    {
        var node = StartOwner();
        var job = Cluster.SubmitJob(Channel);
        Pass(15);
        node.Log.Fates = _ => Fate.Fail;
        Pass(3000);
        StatusOf(node).State.ShouldBe(ShardState.InDoubt);
        StatusOf(node).PendingAppends.ShouldBeInRange(1, 4);

        node.Log.Fates = _ => Fate.Land;
        Finish();

        TypesOf(job)[^1].ShouldBe(EventTypes.GenerationComplete);
    }

    [Fact]
    public void A_point_names_no_claim_whose_records_retention_has_removed()
    {
        var node = StartOwner();
        for (var i = 0; i < 5; i++)
        {
            node.Log.Fates = record => record.Kind == RecordKind.Event ? Fate.Fail : Fate.Land;
            Cluster.Say(Channel, "chat");
            Settle();
            node.Log.Fates = _ => Fate.Land;
            Pass(1000);
        }

        Records.Count(e => e.Record.Kind == RecordKind.Claim).ShouldBe(6);
        Cluster.Log.Shards[0].Trim(Records[^1].Offset);
        Pass(31_000);

        var point = Records.Last(e => e.Record.Kind == RecordKind.Point);
        PointStateCodec.Decode(point.Record.Value.Span).Point.Claims.Closed.ShouldBeEmpty();
    }

    private static string IdOf(LogRecord record)
    {
        using var json = JsonDocument.Parse(record.Value);
        return json.RootElement.GetProperty("id").GetString()!;
    }
}
