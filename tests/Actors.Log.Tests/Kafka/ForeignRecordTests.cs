using System.Diagnostics;
using Actors.Contracts.Channels;
using Actors.Log.Kafka;

namespace Actors.Log.Tests.Kafka;

/// <summary>What others write into the topic: the way that docs/record-format.md shows, and any other way.</summary>
[Trait("Server", "kafka")]
[Collection(KafkaCollection.Name)]
public sealed class ForeignRecordTests(KafkaBroker broker)
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_job_that_kcat_submits_as_the_document_says_is_a_command_in_the_shard_of_its_channel()
    {
        var options = KafkaNode.Fresh(broker, 12);
        await using var node = await KafkaNode.OpenAsync(options);
        var example = KcatExample();

        await RunAsync(example.Replace("$BROKERS", options.BootstrapServers, StringComparison.Ordinal).Replace("actors.log", options.Topic, StringComparison.Ordinal));

        var channel = ChannelName.Parse("user:u_abc123");
        var record = (await ReadAllAsync(node.Log, channel.ShardOf(12))).Select(e => e.Record).Single(r => r.Kind == RecordKind.Command);
        record.Channel.ShouldBe(channel.Value);
        record.Type.ShouldBe("job.submit");
        record.TraceParent.ShouldBeNull();
        var body = System.Text.Json.JsonSerializer.Deserialize(record.Value.Span, Contracts.Commands.CommandJson.Default.CommandBody)!;
        (body.Type, body.User, body.Channel, body.Kind).ShouldBe(("job.submit", "u_abc123", "user:u_abc123", "text"));
    }

    [Fact]
    public async Task What_is_no_record_is_skipped_by_every_way_of_reading()
    {
        var options = KafkaNode.Fresh(broker, 1);
        await using var node = await KafkaNode.OwnAllAsync(options);
        var claim = await node.Log.ClaimAsync(0, Records.Claim(), None);
        for (var i = 0; i < 20; i++)
        {
            Topic.Produce(options, 0, "garbage");
            Topic.Produce(options, 0, "{}", ("kind", "event"u8.ToArray()));
            Topic.Produce(options, 0, "{}", ("actors", [1, 3]));
            await node.Log.AppendAsync(0, Records.Event(claim, i), None);
        }

        var read = await ReadAllAsync(node.Log, claim + 1);
        await using var follower = node.Log.Follow(0, claim + 1);
        var followed = new List<LogEntry>();
        while (followed.Count < 20)
        {
            followed.AddRange((await follower.NextAsync(None)).Entries.ToArray());
        }

        read.Select(e => e.Record.Seq).ShouldBe(Enumerable.Range(0, 20).Select(i => (long)i));
        followed.Select(e => e.Offset).ShouldBe(read.Select(e => e.Offset));

        async Task<List<LogEntry>> ReadAllAsync(KafkaLog log, long from)
        {
            var entries = new List<LogEntry>();
            while (await log.ReadAsync(0, from, 1000, None) is { Entries.IsEmpty: false } batch)
            {
                entries.AddRange(batch.Entries.ToArray());
                from = batch.Next;
            }

            return entries;
        }
    }

    [Fact]
    public async Task A_record_of_a_newer_format_is_an_error_for_who_reads_it()
    {
        var options = KafkaNode.Fresh(broker, 1);
        await using var node = await KafkaNode.OpenAsync(options);
        var end = (await node.Log.BoundsAsync(0, None)).Next;
        Topic.Produce(options, 0, "{}", ("actors", [2, 3, 0]));

        await Should.ThrowAsync<RecordFormatException>(async () => await node.Log.ReadAsync(0, end, 1000, None));
        await using var follower = node.Log.Follow(0, end);
        await Should.ThrowAsync<RecordFormatException>(async () => await follower.NextAsync(None));
    }

    private static async Task<List<LogEntry>> ReadAllAsync(KafkaLog log, int shard)
    {
        var entries = new List<LogEntry>();
        var from = (await log.BoundsAsync(shard, None)).First;
        while (await log.ReadAsync(shard, from, 1000, None) is { Entries.IsEmpty: false } batch)
        {
            entries.AddRange(batch.Entries.ToArray());
            from = batch.Next;
        }

        return entries;
    }

    /// <summary>The document's example, so that what is written there is what works.</summary>
    private static string KcatExample()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Actors.sln")))
        {
            folder = folder.Parent!;
        }

        var text = File.ReadAllText(Path.Combine(folder.FullName, "docs", "record-format.md"));
        var begin = text.IndexOf("```sh\n", StringComparison.Ordinal) + "```sh\n".Length;
        return text[begin..text.IndexOf("```", begin, StringComparison.Ordinal)];
    }

    private static async Task RunAsync(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script]) { RedirectStandardError = true })!;
        var error = await shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        shell.ExitCode.ShouldBe(0, error);
    }
}
