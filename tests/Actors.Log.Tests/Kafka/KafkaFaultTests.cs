using Actors.Log.Claims;
using Actors.Log.Kafka;
using Actors.Log.Kafka.Writes;
using Actors.TestServers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Log.Tests.Kafka;

/// <summary>What happens when the broker does not answer. With a broker of its own, which is paused and killed.</summary>
[Trait("Server", "kafka")]
[Trait("Server", "kafka-own")]
public sealed class KafkaFaultTests : IAsyncLifetime
{
    private const int Broker = 1;
    private KafkaServer _server = null!;

    private static CancellationToken None => CancellationToken.None;

    private KafkaLogOptions Options => new()
    {
        BootstrapServers = _server.BootstrapServers,
        ShardCount = 2,
        SessionTimeout = TimeSpan.FromSeconds(2),
    };

    public async Task InitializeAsync() => _server = await KafkaServer.StartAsync(shared: false);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task What_was_not_acknowledged_in_time_is_in_doubt_and_nothing_behind_it_counts()
    {
        var options = Options with { DeliveryTimeout = TimeSpan.FromSeconds(1) };
        await using var node = await KafkaNode.OwnAllAsync(options);
        var claim = await node.Log.ClaimAsync(1, Records.Claim(), None);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => node.Log.AppendAsync(1, Records.Event(claim, i), None)));

        await _server.KillAsync(Broker);
        var doubtful = Enumerable.Range(100, 100).Select(i => node.Log.AppendAsync(1, Records.Event(claim, i), None)).ToArray();
        foreach (var append in doubtful)
        {
            await Should.ThrowAsync<LogUnavailableException>(() => append);
        }

        await _server.StartAgainAsync(Broker);
        await AppendUntilTakenAsync(node.Log, claim, 200);

        var (valid, dead) = (new List<long>(), new List<long>());
        var filter = new ClaimFilter();
        foreach (var entry in Topic.Records(options, 1).SkipWhile(e => e.Record.Kind != RecordKind.Claim))
        {
            (filter.Accept(entry.Offset, entry.Record) ? valid : dead).Add(entry.Record.Seq);
        }

        dead.ShouldNotBeEmpty("what was taken behind the hole is in the topic");
        dead.ShouldAllBe(seq => seq >= 200);
        valid.RemoveAt(0);
        valid.ShouldBe(Enumerable.Range(0, 100).Select(i => (long)i), "nothing behind the hole is shown");
    }

    [Fact]
    public async Task A_pause_shorter_than_the_delivery_timeout_is_no_doubt_and_keeps_the_order()
    {
        var options = Options with { DeliveryTimeout = TimeSpan.FromSeconds(60) };
        await using var node = await KafkaNode.OwnAllAsync(options);
        var claim = await node.Log.ClaimAsync(1, Records.Claim(), None);

        await _server.PauseAsync(Broker);
        // More than the library's own queue holds by default.
        var appends = Enumerable.Range(0, 150_000).Select(i => node.Log.AppendAsync(1, Records.Event(claim, i), None)).ToArray();
        await _server.ResumeAsync(Broker);

        await Task.WhenAll(appends);
        Topic.Records(options, 1).Where(r => r.Record.Kind == RecordKind.Event).Select(r => r.Record.Seq)
            .ShouldBe(Enumerable.Range(0, 150_000).Select(i => (long)i));
    }

    [Fact]
    public async Task SubmitAsync_gives_up_after_its_time_and_a_broker_that_is_back_takes_commands_again()
    {
        var options = Options with { SubmitTimeout = TimeSpan.FromMilliseconds(300) };
        await using var node = await KafkaNode.OpenAsync(options);
        await _server.PauseAsync(Broker);

        var e = await Should.ThrowAsync<LogUnavailableException>(async () => await node.Log.SubmitAsync(Records.Command("user:u"), None));

        e.Message.ShouldContain("Kafka:SubmitTimeout");
        await _server.ResumeAsync(Broker);
        await Until.TrueAsync(() => SubmitsAsync(node.Log), "commands are taken again");
    }

    [Fact]
    public async Task Shards_are_lost_while_the_broker_is_silent_and_assigned_again_afterwards()
    {
        var log = new CapturedLog();
        await using var node = await KafkaNode.OpenAsync(Options, log);
        node.Join();
        await node.Host.Has(2);

        await _server.PauseAsync(Broker);
        await Until.TrueAsync(() => node.Host.Heard("!0") && node.Host.Heard("!1"), "both shards are lost");
        await Should.ThrowAsync<NotOwnerException>(async () => await node.Log.ClaimAsync(1, Records.Claim(), None));
        await _server.ResumeAsync(Broker);

        await node.Host.Has(2);
        await Until.TrueAsync(() => ClaimsAsync(node.Log), "the shard can be claimed again");
    }

    [Fact]
    public async Task A_killed_broker_is_told_of_once_and_once_when_it_is_back()
    {
        var log = new CapturedLog();
        await using var node = await KafkaNode.OpenAsync(Options, log);
        node.Join();
        await node.Host.Has(2);

        await _server.KillAsync(Broker);
        await Until.TrueAsync(() => log.Lines.Any(l => l.Contains("No Kafka broker answers", StringComparison.Ordinal)), "it is told of");
        await _server.StartAgainAsync(Broker);
        await Until.TrueAsync(() => SubmitsAsync(node.Log), "commands are taken again");
        await Until.TrueAsync(() => log.Lines.Any(l => l.Contains("Kafka answers again", StringComparison.Ordinal)), "it is told of");

        log.Lines.Count(l => l.Contains("No Kafka broker answers", StringComparison.Ordinal)).ShouldBe(1);
        log.Lines.Count(l => l.Contains("Kafka answers again", StringComparison.Ordinal)).ShouldBe(1);
        await Until.TrueAsync(() => ClaimsAsync(node.Log), "the shard can be claimed again");
    }

    [Fact]
    public async Task A_producer_that_broke_for_good_is_replaced_and_the_next_records_are_taken()
    {
        var options = Options;
        await using var node = await KafkaNode.OpenAsync(options);
        var senders = new List<RdProducer>();
        var clients = new KafkaClients(options, NullLogger.Instance);
        var producer = new LogProducer(
            events =>
            {
                senders.Add(new RdProducer(clients, options.Topic, events));
                return senders[^1];
            },
            options,
            TimeProvider.System,
            NullLogger.Instance);
        await producer.AppendAlone(1, Records.Claim("before"));
        await _server.PauseAsync(Broker);
        var doubtful = producer.Append(1, Records.Event(1, 0));

        senders[0].Break("a sequence is out of order");

        await Should.ThrowAsync<LogUnavailableException>(() => doubtful);
        await _server.ResumeAsync(Broker);
        (await producer.AppendAlone(1, Records.Claim("after"))).ShouldBeGreaterThan(0);
        senders.Count.ShouldBe(2);
        producer.Close(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task OpenAsync_without_an_answer_says_so_and_leaves_nothing_behind()
    {
        await _server.KillAsync(Broker);

        var e = await Should.ThrowAsync<LogUnavailableException>(() => KafkaNode.OpenAsync(Options));

        e.Message.ShouldContain(_server.BootstrapServers);
    }

    private static async Task AppendUntilTakenAsync(KafkaLog log, long claim, long seq)
    {
        for (; ; seq++)
        {
            try
            {
                await log.AppendAsync(1, Records.Event(claim, seq), None);
                return;
            }
            catch (LogUnavailableException)
            {
                // the broker has not come to itself
            }
        }
    }

    private static async Task<bool> SubmitsAsync(KafkaLog log)
    {
        try
        {
            await log.SubmitAsync(Records.Command("user:u"), None);
            return true;
        }
        catch (LogUnavailableException)
        {
            return false;
        }
    }

    private static async Task<bool> ClaimsAsync(KafkaLog log)
    {
        try
        {
            await log.ClaimAsync(1, Records.Claim(), None);
            return true;
        }
        catch (Exception e) when (e is LogUnavailableException or NotOwnerException)
        {
            return false;
        }
    }
}
