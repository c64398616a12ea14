namespace Actors.Log.Tests.Kafka;

[Trait("Server", "kafka")]
[Trait("Server", "kafka-own")]
public sealed class KafkaLogLoginTests(SecureBroker broker) : IClassFixture<SecureBroker>
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_node_that_logs_in_over_tls_writes_and_reads_and_logs_no_password()
    {
        var (options, log) = (broker.Fresh(SecureBroker.Password), new CapturedLog());
        await using (var node = await KafkaNode.OwnAllAsync(options, log))
        {
            var claim = await node.Log.ClaimAsync(0, Records.Claim("me"), None);
            await node.Log.AppendAsync(0, Records.Event(claim, 0), None);
            var command = await node.Log.SubmitAsync(Records.Command("user:u", "asked"), None);
            await node.Log.CommitPointAsync(0, command.Offset, -1, None);

            var page = await node.Log.ReadAsync(0, claim, 64 * 1024, None);
            page.Entries.ToArray().Select(e => e.Record.Kind).ShouldBe([RecordKind.Claim, RecordKind.Event, RecordKind.Command]);
            await using var follower = node.Log.Follow(0, command.Offset);
            (await follower.NextAsync(None)).Entries.Span[0].Record.Text().ShouldBe("asked");
            (await node.Log.ReadPointAsync(0, None)).ShouldBe(command.Offset);
        }

        Topic.Records(broker.Plain(options), 0)[^1].Record.Text().ShouldBe("asked");
        log.Lines.ShouldNotBeEmpty();
        log.Lines.ShouldAllBe(line => !line.Contains(SecureBroker.Password));
    }

    [Fact]
    public async Task A_node_with_a_wrong_password_is_refused_and_logs_no_password()
    {
        const string Wrong = "geheim-71";
        var log = new CapturedLog();

        var e = await Should.ThrowAsync<LogUnavailableException>(() => KafkaNode.OpenAsync(broker.Fresh(Wrong), log));

        (e + string.Join('\n', log.Lines)).ShouldContain("Authentication failed");
        (e + string.Join('\n', log.Lines)).ShouldNotContain(Wrong);
    }
}
