using Actors.TestServers;
using Confluent.Kafka;

namespace Actors.Log.Tests.Kafka.Reads;

[Trait("Server", "kafka")]
[Collection(KafkaCollection.Name)]
public sealed class PagesTests(KafkaBroker broker)
{
    private static CancellationToken None => CancellationToken.None;

    [Theory]
    [InlineData(1)]
    [InlineData(10_000)]
    [InlineData(1_000_000)]
    [Trait("Server", "kafka-real")]
    public async Task ReadAsync_gives_pages_that_join_without_a_hole(int pageBytes)
    {
        await using var topic = await RawTopic.CreateAsync(broker.Server);
        var count = pageBytes == 1 ? 300 : 20_000;
        await topic.WriteAsync(0, count);

        var entries = await topic.ReadAllAsync(0, 0, pageBytes);

        entries.Select(e => e.Offset).ShouldBe(Enumerable.Range(0, count).Select(i => (long)i));
        entries.Select(e => e.Record.Seq).ShouldBe(Enumerable.Range(0, count).Select(i => (long)i));
        entries.ShouldAllBe(e => e.Record.Text().StartsWith($"{e.Record.Seq}") && e.Record.Channel == $"user:u{e.Record.Seq % 50}" && e.Time > 0);
    }

    [Fact]
    public async Task ReadAsync_that_goes_on_where_a_page_ended_does_not_seek()
    {
        await using var topic = await RawTopic.CreateAsync(broker.Server);
        await topic.WriteAsync(1, 5000);
        await topic.WriteAsync(2, 5000);
        using var seeks = new Counted("actors.log.seeks");

        await Task.WhenAll(topic.ReadAllAsync(1, 0, 20_000), topic.ReadAllAsync(2, 0, 20_000));

        seeks.Sum.ShouldBe(2);
    }

    [Fact]
    public async Task ReadAsync_ends_pages_at_the_bytes_that_were_asked_for()
    {
        await using var topic = await RawTopic.CreateAsync(broker.Server);
        await topic.WriteAsync(0, 100, bytes: 1000);

        (await topic.Reads.ReadAsync(0, 0, 1, None)).Entries.Length.ShouldBe(1);
        (await topic.Reads.ReadAsync(0, 0, 2500, None)).Entries.Length.ShouldBe(3);
        var rest = await topic.Reads.ReadAsync(0, 3, 1_000_000, None);

        rest.Entries.Length.ShouldBe(97);
        rest.Next.ShouldBe(100);
    }

    [Fact]
    public async Task ReadAsync_reads_records_that_are_larger_than_a_fetch()
    {
        await using var topic = await RawTopic.CreateAsync(broker.Server);
        await topic.WriteAsync(0, 3);
        await topic.WriteAsync(0, 4, bytes: 900_000);
        await topic.WriteAsync(0, 3);

        (await topic.ReadAllAsync(0, 0, 64 * 1024)).Select(e => e.Record.Seq).ShouldBe(Enumerable.Range(0, 10).Select(i => (long)i));
    }

    [Fact]
    public async Task ReadAsync_at_the_end_does_not_wait_and_sees_what_was_just_acknowledged()
    {
        await using var topic = await RawTopic.CreateAsync(broker.Server);
        (await topic.Reads.ReadAsync(3, 0, 1000, None)).Entries.IsEmpty.ShouldBeTrue();
        for (var i = 0; i < 20; i++)
        {
            await topic.WriteAsync(3, 1);
            (await topic.Reads.ReadAsync(3, i, 1000, None)).Entries.Length.ShouldBe(1);
            (await topic.Reads.ReadAsync(3, i + 1, 1000, None)).Entries.IsEmpty.ShouldBeTrue();
        }
    }

    [Fact]
    [Trait("Server", "kafka-real")]
    public async Task ReadAsync_of_what_retention_has_removed_says_what_is_left()
    {
        await using var topic = await RawTopic.CreateAsync(broker.Server);
        await topic.WriteAsync(0, 1000);
        (await topic.Reads.ReadAsync(0, 100, 1000, None)).Entries.IsEmpty.ShouldBeFalse();
        await topic.RemoveAsync(0, 600);

        var early = await Should.ThrowAsync<OffsetOutOfRangeException>(async () => await topic.Reads.ReadAsync(0, 50, 1000, None));
        var late = await Should.ThrowAsync<OffsetOutOfRangeException>(async () => await topic.Reads.ReadAsync(0, 1001, 1000, None));

        early.Bounds.ShouldBe(new ShardBounds(600, 1000));
        late.Bounds.ShouldBe(new ShardBounds(600, 1000));
        (await topic.ReadAllAsync(0, 600, 10_000)).Count.ShouldBe(400);
    }

    [Fact]
    public async Task ReadAsync_passes_over_what_is_no_record_of_the_log()
    {
        await using var topic = await RawTopic.CreateAsync(broker.Server);
        await topic.WriteAsync(0, 2);
        await topic.WriteRawAsync(0, new Message<byte[], byte[]> { Value = [1, 2, 3] });
        await topic.WriteAsync(0, 1);
        await topic.WriteRawAsync(0, new Message<byte[], byte[]> { Key = [9] });

        var batch = await topic.Reads.ReadAsync(0, 0, 10_000, None);

        batch.Entries.ToArray().Select(e => e.Offset).ShouldBe([0, 1, 3]);
        batch.Next.ShouldBe(5);
        (await topic.Reads.ReadAsync(0, 4, 10_000, None)).Next.ShouldBe(5);
    }

    [Fact]
    public async Task ReadAsync_of_a_record_of_another_format_fails_alone()
    {
        await using var topic = await RawTopic.CreateAsync(broker.Server);
        await topic.WriteAsync(0, 3);
        await topic.WriteRawAsync(0, Newer());
        await topic.WriteAsync(0, 3);

        (await topic.Reads.ReadAsync(0, 0, 10_000, None)).Next.ShouldBe(3);
        await Should.ThrowAsync<RecordFormatException>(async () => await topic.Reads.ReadAsync(0, 3, 10_000, None));
        (await topic.Reads.ReadAsync(0, 4, 10_000, None)).Entries.Length.ShouldBe(3);
    }

    [Fact]
    public async Task ReadAsync_that_is_cancelled_ends_and_the_reader_serves_others()
    {
        await using var topic = await RawTopic.CreateAsync(broker.Server, readers: 1);
        await topic.WriteAsync(0, 10);

        await Should.ThrowAsync<OperationCanceledException>(async () => await topic.Reads.ReadAsync(0, 0, 1000, new CancellationToken(true)));

        (await topic.ReadAllAsync(0, 0, 1000)).Count.ShouldBe(10);
    }

    [Fact]
    public async Task More_pages_than_readers_are_served_one_after_another()
    {
        await using var topic = await RawTopic.CreateAsync(broker.Server, readers: 2);
        for (var shard = 0; shard < 4; shard++)
        {
            await topic.WriteAsync(shard, 2000);
        }

        var all = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => topic.ReadAllAsync(n % 4, 0, 30_000)));

        all.ShouldAllBe(entries => entries.Count == 2000);
    }

    [Fact]
    public async Task A_reader_that_nobody_asks_fetches_nothing_after_a_while()
    {
        await using var topic = await RawTopic.CreateAsync(broker.Server);
        using var readers = new Counted("actors.log.readers");
        await topic.WriteAsync(0, 10);
        await topic.ReadAllAsync(0, 0, 1000);
        readers.Sum.ShouldBe(1);

        await Until.TrueAsync(() => readers.Sum == 0, "the reader stands nowhere");
    }

    internal static Message<byte[], byte[]> Newer() =>
        new() { Key = [65], Value = [66], Headers = new Headers { { "actors", new byte[] { 99, 3, 0, 0 } } } };
}
