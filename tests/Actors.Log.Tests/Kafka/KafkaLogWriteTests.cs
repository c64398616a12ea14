using System.Text;

namespace Actors.Log.Tests.Kafka;

[Trait("Server", "kafka")]
[Collection(KafkaCollection.Name)]
public sealed class KafkaLogWriteTests(KafkaBroker broker)
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task AppendAsync_keeps_the_order_of_calls_in_the_topic()
    {
        var options = KafkaNode.Fresh(broker);
        await using var node = await KafkaNode.OwnAllAsync(options);
        var claim = await node.Log.ClaimAsync(1, Records.Claim("me"), None);

        await Task.WhenAll(Enumerable.Range(0, 5000).Select(i => node.Log.AppendAsync(1, Records.Event(claim, i), None)));

        var records = Topic.Records(options, 1);
        records[0].Record.Text().ShouldBe("me");
        records[0].Offset.ShouldBe(claim);
        records.Skip(1).Select(r => r.Record.Seq).ShouldBe(Enumerable.Range(0, 5000).Select(i => (long)i));
    }

    [Fact]
    public async Task Channel_type_and_trace_stand_in_the_clear()
    {
        const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var options = KafkaNode.Fresh(broker);
        await using var node = await KafkaNode.OwnAllAsync(options);
        var claim = await node.Log.ClaimAsync(1, Records.Claim(), None);
        await node.Log.AppendAsync(1, Records.Event(claim, 0, "user:ü") with { TraceParent = Trace }, None);

        var written = Topic.ReadAll(options, 1).Select(r => r.Message).ToList();

        written[0].Key.ShouldBeNull();
        written[0].Headers.Select(h => h.Key).ShouldBe(["actors"]);
        Encoding.UTF8.GetString(written[1].Key).ShouldBe("user:ü");
        written[1].Headers.Select(h => h.Key).ShouldBe(["actors", "type", "traceparent"]);
        Encoding.UTF8.GetString(written[1].Headers.GetLastBytes("type")).ShouldBe("note");
        Encoding.UTF8.GetString(written[1].Headers.GetLastBytes("traceparent")).ShouldBe(Trace);
    }

    [Fact]
    public async Task What_was_written_here_comes_back_to_followers_as_the_very_record()
    {
        await using var node = await KafkaNode.OwnAllAsync(KafkaNode.Fresh(broker));
        await using var follower = node.Log.Follow(1, 0);
        var claim = await node.Log.ClaimAsync(1, Records.Claim("me"), None);
        (await follower.NextAsync(None)).Entries.Span[0].Offset.ShouldBe(claim);
        var records = Enumerable.Range(0, 50).Select(i => Records.Event(claim, i, value: $"{i}", job: "1-1")).ToArray();

        await Task.WhenAll(records.Select(record => node.Log.AppendAsync(1, record, None)));

        List<LogRecord> read = [];
        while (read.Count < records.Length)
        {
            read.AddRange((await follower.NextAsync(None)).Entries.ToArray().Select(e => e.Record));
        }

        read.Select(r => r.Seq).ShouldBe(records.Select(r => r.Seq));
        read.Zip(records).ShouldAllBe(pair => ReferenceEquals(pair.First, pair.Second));
    }

    [Fact]
    public async Task SubmitAsync_returns_the_place_of_the_command()
    {
        var options = KafkaNode.Fresh(broker);
        await using var node = await KafkaNode.OpenAsync(options);

        for (var i = 0; i < 10; i++)
        {
            var place = await node.Log.SubmitAsync(Records.Command($"user:u{i}", $"{i}"), None);
            Topic.Records(options, place.Shard).Single(r => r.Offset == place.Offset).Record.Text().ShouldBe($"{i}");
        }
    }

    [Fact]
    public async Task A_point_is_committed_never_set_back_and_read_from_any_node()
    {
        var options = KafkaNode.Fresh(broker);
        await using var other = await KafkaNode.OpenAsync(options);
        await using var node = await KafkaNode.OwnAllAsync(options);
        await node.Log.ClaimAsync(2, Records.Claim(), None);
        (await other.Log.ReadPointAsync(2, None)).ShouldBeNull("a claim proves membership by committing offset 0, which is no point");

        await node.Log.CommitPointAsync(2, 7, -1, None);
        await node.Log.CommitPointAsync(2, 5, -1, None);

        (await other.Log.ReadPointAsync(2, None)).ShouldBe(7);
        (await node.Log.ReadPointAsync(2, None)).ShouldBe(7);
        (await node.Log.ReadPointAsync(3, None)).ShouldBeNull();
        await node.Log.ClaimAsync(2, Records.Claim(), None);
        (await other.Log.ReadPointAsync(2, None)).ShouldBe(7, "a claim changes no point");
    }
}
