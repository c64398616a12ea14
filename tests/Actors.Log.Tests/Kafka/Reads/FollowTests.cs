using Actors.TestServers;

namespace Actors.Log.Tests.Kafka.Reads;

[Trait("Server", "kafka")]
[Collection(KafkaCollection.Name)]
public sealed class FollowTests(KafkaBroker broker)
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task Followers_that_come_while_records_are_written_see_each_once_and_in_order()
    {
        await using var topic = await RawTopic.CreateAsync(broker.Server);
        await topic.WriteAsync(0, 3000);
        var followers = new List<Task<List<long>>>();
        for (var i = 0; i < 20; i++)
        {
            followers.Add(FollowAsync(topic, 0, i * 50, 5000));
            await topic.WriteAsync(0, 100);
        }

        for (var i = 0; i < followers.Count; i++)
        {
            (await followers[i]).ShouldBe(Enumerable.Range(i * 50, 5000 - (i * 50)).Select(n => (long)n));
        }
    }

    [Fact]
    public async Task Followers_of_all_shards_share_one_tail_each()
    {
        await using var topic = await RawTopic.CreateAsync(broker.Server);
        using var tails = new Counted("actors.log.tails");
        var followers = Enumerable.Range(0, 200).Select(n => FollowAsync(topic, n % 4, 0, 500)).ToArray();
        tails.Sum.ShouldBe(4);
        using var read = new Counted("actors.log.records_read");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(shard => topic.WriteAsync(shard, 500)));

        (await Task.WhenAll(followers)).ShouldAllBe(seen => seen.SequenceEqual(Enumerable.Range(0, 500).Select(n => (long)n)));

        read.Sum.ShouldBeLessThan(200 * 500 / 4, "what all followers read was fetched a few times at most");
    }

    [Fact]
    public async Task A_tail_that_nobody_follows_any_more_is_fetched_no_longer()
    {
        await using var topic = await RawTopic.CreateAsync(broker.Server);
        using var tails = new Counted("actors.log.tails");
        var follower = topic.Reads.Follow(0, 0);
        await topic.WriteAsync(0, 1);
        await follower.NextAsync(None);
        tails.Sum.ShouldBe(1);

        await follower.DisposeAsync();

        await Until.TrueAsync(() => tails.Sum == 0, "the tail has ended");
        (await FollowAsync(topic, 0, 0, 1)).ShouldBe([0]);
    }

    [Fact]
    public async Task A_record_of_another_format_stops_its_shards_followers_alone()
    {
        await using var topic = await RawTopic.CreateAsync(broker.Server);
        await using var broken = topic.Reads.Follow(0, 0);
        await using var other = topic.Reads.Follow(1, 0);
        await topic.WriteAsync(0, 2);
        await topic.WriteAsync(1, 1);
        await other.NextAsync(None);
        await Task.WhenAll(topic.WriteRawAsync(0, PagesTests.Newer()), topic.WriteAsync(0, 20));

        var seen = 0L;
        await Should.ThrowAsync<RecordFormatException>(async () =>
        {
            while (true)
            {
                seen = (await broken.NextAsync(None)).Next;
            }
        });
        await topic.WriteAsync(1, 1);

        seen.ShouldBe(2);
        (await other.NextAsync(None)).Entries.Span[0].Offset.ShouldBe(1);
        await Should.ThrowAsync<RecordFormatException>(async () => await broken.NextAsync(None));
        await topic.WriteAsync(0, 1);
        (await FollowAsync(topic, 0, 3, 24)).ShouldBe(Enumerable.Range(3, 21).Select(n => (long)n));
    }

    [Fact]
    [Trait("Server", "kafka-real")]
    public async Task A_follower_behind_what_retention_has_left_is_told()
    {
        await using var topic = await RawTopic.CreateAsync(broker.Server);
        await topic.WriteAsync(0, 100);
        await topic.RemoveAsync(0, 50);
        await using var early = topic.Reads.Follow(0, 10);
        await using var late = topic.Reads.Follow(0, 101);

        (await Should.ThrowAsync<OffsetOutOfRangeException>(async () => await early.NextAsync(None))).Bounds.First.ShouldBe(50);
        await Should.ThrowAsync<OffsetOutOfRangeException>(async () => await late.NextAsync(None));
    }

    internal static async Task<List<long>> FollowAsync(RawTopic topic, int shard, long from, long to)
    {
        var seen = new List<long>();
        await using var follower = topic.Reads.Follow(shard, from);
        for (var next = from; next < to;)
        {
            var batch = await follower.NextAsync(None);
            batch.From.ShouldBe(next);
            seen.AddRange(batch.Entries.ToArray().Select(e => e.Offset));
            next = batch.Next;
        }

        return seen;
    }
}
