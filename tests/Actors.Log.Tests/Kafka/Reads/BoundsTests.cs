namespace Actors.Log.Tests.Kafka.Reads;

[Trait("Server", "kafka")]
[Collection(KafkaCollection.Name)]
public sealed class BoundsTests(KafkaBroker broker)
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task BoundsAsync_contains_whatever_was_acknowledged_before_it()
    {
        await using var topic = await RawTopic.CreateAsync(broker.Server);
        (await topic.Reads.BoundsAsync(0, None)).ShouldBe(new ShardBounds(0, 0));
        var writers = Enumerable.Range(0, 4).Select(async shard =>
        {
            for (var i = 0; i < 50; i++)
            {
                var written = (await topic.WriteAsync(shard, 1))[0];
                (await topic.Reads.BoundsAsync(shard, None)).Next.ShouldBeGreaterThan(written);
            }
        });

        await Task.WhenAll(writers);
    }

    [Fact]
    public async Task BoundsAsync_of_many_callers_at_once_asks_for_all_shards_together()
    {
        await using var topic = await RawTopic.CreateAsync(broker.Server);
        await topic.WriteAsync(2, 7);
        await topic.Reads.BoundsAsync(0, None);
        using var rounds = new Counted("actors.log.bounds_rounds");

        var bounds = await Task.WhenAll(Enumerable.Range(0, 1000).Select(n => topic.Reads.BoundsAsync(n % 4, None).AsTask()));

        bounds.Where((_, n) => n % 4 == 2).ShouldAllBe(b => b == new ShardBounds(0, 7));
        bounds.Where((_, n) => n % 4 != 2).ShouldAllBe(b => b == new ShardBounds(0, 0));
        rounds.Sum.ShouldBeLessThan(250);
    }

    [Fact]
    [Trait("Server", "kafka-real")]
    public async Task OffsetAtAsync_finds_the_first_record_at_or_after_a_time()
    {
        await using var topic = await RawTopic.CreateAsync(broker.Server);
        await topic.WriteAsync(1, 50);
        await Task.Delay(20);
        await topic.WriteAsync(1, 50);
        var entries = await topic.ReadAllAsync(1, 0, 100_000);
        var later = entries[^1].Time;

        (await topic.Reads.OffsetAtAsync(1, 0, None)).ShouldBe(0);
        (await topic.Reads.OffsetAtAsync(1, later, None)).ShouldBe(entries.First(e => e.Time >= later).Offset);
        (await topic.Reads.OffsetAtAsync(1, later + 1, None)).ShouldBe(100);
    }

    [Fact]
    [Trait("Server", "kafka-real")]
    public async Task FindAsync_gives_the_records_that_are_there()
    {
        await using var topic = await RawTopic.CreateAsync(broker.Server);
        await topic.WriteAsync(0, 30_000);
        await topic.RemoveAsync(0, 100);
        long[] offsets = [5, 99, 100, 101, 102, 700, 4000, 4001, 20_000, 29_999, 30_000, 40_000];

        var found = await topic.Reads.FindAsync(0, offsets, None);

        found.Select(e => e.Offset).ShouldBe(offsets.Where(o => o is >= 100 and < 30_000));
        found.ShouldAllBe(e => e.Record.Seq == e.Offset);
    }

    [Fact]
    public async Task FindAsync_gives_rising_offsets_while_the_end_moves()
    {
        await using var topic = await RawTopic.CreateAsync(broker.Server);
        await using var follower = topic.Reads.Follow(0, 0);
        await topic.WriteAsync(0, 1);
        await follower.NextAsync(None);
        for (var last = 0L; last < 50; last++)
        {
            // The last one is in memory; the next one is acknowledged, and may not be in memory yet.
            await topic.WriteAsync(0, 1);

            (await topic.Reads.FindAsync(0, [last, last + 1], None)).Select(e => e.Offset).ShouldBe([last, last + 1]);

            await follower.NextAsync(None);
        }
    }

    [Fact]
    [Trait("Server", "kafka-real")]
    public async Task FindAsync_asks_once_where_the_log_begins_and_not_for_each_record_that_is_gone()
    {
        await using var topic = await RawTopic.CreateAsync(broker.Server);
        await topic.WriteAsync(0, 2000);
        await topic.Reads.BoundsAsync(0, None);
        await topic.RemoveAsync(0, 1000);
        using var seeks = new Counted("actors.log.seeks");

        var found = await topic.Reads.FindAsync(0, [.. Enumerable.Range(0, 1200).Select(n => (long)n)], None);

        found.Select(e => e.Offset).ShouldBe(Enumerable.Range(1000, 200).Select(n => (long)n));
        seeks.Sum.ShouldBeLessThan(20);
    }

    [Fact]
    public async Task FindAsync_leaves_out_what_is_no_record_of_the_log()
    {
        await using var topic = await RawTopic.CreateAsync(broker.Server);
        await topic.WriteAsync(0, 2);
        await topic.WriteRawAsync(0, new Confluent.Kafka.Message<byte[], byte[]> { Value = [1] });
        await topic.WriteAsync(0, 2);

        (await topic.Reads.FindAsync(0, [1, 2, 3], None)).Select(e => e.Offset).ShouldBe([1, 3]);
        (await topic.Reads.FindAsync(0, [2], None)).ShouldBeEmpty();
    }
}
