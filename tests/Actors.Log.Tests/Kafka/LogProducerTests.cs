using Actors.Log.Kafka;
using Actors.Log.Kafka.Writes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Log.Tests.Kafka;

/// <summary>The writing side's decisions, with a client that does what a test tells it.</summary>
public sealed class LogProducerTests
{
    private static readonly KafkaLogOptions Options = new() { BootstrapServers = "none:1", ShardCount = 2, MaxPendingBytes = 64 * 1024, Linger = TimeSpan.FromMilliseconds(3) };

    private readonly List<FakeSender> _senders = [];
    private readonly SteppedTime _time = new();
    private readonly LogProducer _producer;
    private bool _canOpen = true;

    public LogProducerTests() => _producer = new LogProducer(
        events =>
        {
            if (!_canOpen)
            {
                throw new ArgumentException("out of threads");
            }

            _senders.Add(new FakeSender(events));
            return _senders[^1];
        },
        Options,
        _time,
        NullLogger.Instance);

    [Fact]
    public async Task Append_hands_records_over_in_the_order_of_calls()
    {
        var appends = Enumerable.Range(0, 50).Select(i => _producer.Append(i % 2, Records.Event(1, i))).ToArray();

        _senders[0].Sent.Select(s => s.Record.Seq).ShouldBe(Enumerable.Range(0, 50).Select(i => (long)i));
        _senders[0].AcknowledgeAll();
        await Task.WhenAll(appends);
    }

    [Fact]
    public async Task Records_of_a_shard_within_the_gathering_time_share_a_task_that_ends_with_the_last_of_them()
    {
        var (first, second) = (_producer.Append(0, Records.Event(1, 0)), _producer.Append(0, Records.Event(1, 1)));
        var elsewhere = _producer.Append(1, Records.Event(1, 0));
        _time.Step(TimeSpan.FromMilliseconds(3));
        var later = _producer.Append(0, Records.Event(1, 2));

        second.ShouldBeSameAs(first);
        elsewhere.ShouldNotBeSameAs(first);
        later.ShouldNotBeSameAs(first);
        _senders[0].Acknowledge(0);
        first.IsCompleted.ShouldBeFalse();
        _senders[0].Acknowledge(1);
        await first;
        later.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_group_takes_no_more_when_a_report_has_come()
    {
        var first = _producer.Append(0, Records.Event(1, 0));
        _senders[0].Acknowledge(0);
        await first;

        _producer.Append(0, Records.Event(1, 1)).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_failed_report_fails_the_group_and_no_other()
    {
        var (first, other) = (_producer.Append(0, Records.Event(1, 0)), _producer.Append(1, Records.Event(1, 0)));
        _ = _producer.Append(0, Records.Event(1, 1));

        _senders[0].Fail(0, "timed out");
        _senders[0].Acknowledge(1);
        _senders[0].Acknowledge(2);

        (await Should.ThrowAsync<LogUnavailableException>(() => first)).Message.ShouldContain("timed out");
        await other;
    }

    [Fact]
    public async Task A_command_that_fails_takes_no_owners_records_with_it()
    {
        var command = _producer.AppendAlone(0, Records.Command("user:u"));
        _time.Step(TimeSpan.FromMilliseconds(3));
        var behind = _producer.Append(0, Records.Event(1, 0));
        _senders[0].Sent.Count.ShouldBe(1, "the owner's record waits for the answer");

        _time.Step(TimeSpan.FromMilliseconds(3));
        _senders[0].Fail(0, "timed out");

        await Should.ThrowAsync<LogUnavailableException>(() => command);
        _senders[0].Acknowledge(1);
        await behind;
    }

    [Fact]
    public async Task An_owners_record_that_fails_takes_those_that_wait_behind_it_along_and_no_command()
    {
        var failed = _producer.Append(0, Records.Event(1, 0));
        _time.Step(TimeSpan.FromMilliseconds(3));
        var (behind, command) = (_producer.Append(0, Records.Event(1, 1)), _producer.AppendAlone(0, Records.Command("user:u")));

        _time.Step(TimeSpan.FromMilliseconds(3));
        _senders[0].Fail(0, "timed out");

        await Should.ThrowAsync<LogUnavailableException>(() => failed);
        await Should.ThrowAsync<LogUnavailableException>(() => behind);
        _senders[0].Acknowledge(1);
        await command;
    }

    [Fact]
    public async Task AppendAlone_gives_the_offset_and_fails_when_the_log_did_not_say_it()
    {
        var (known, unknown) = (_producer.AppendAlone(0, Records.Command("user:u")), _producer.AppendAlone(0, Records.Command("user:u")));

        _senders[0].Report(0, 77, null);
        _senders[0].Report(1, -1001, null);

        (await known).ShouldBe(77);
        await Should.ThrowAsync<LogUnavailableException>(() => unknown);
    }

    [Fact]
    public async Task Commands_are_refused_at_the_limit_and_owners_at_twice_as_much()
    {
        var bytes = new string('x', 1024);
        var taken = new List<Task>();
        while (_producer.AppendAlone(0, Records.Command("user:u", bytes)) is { IsFaulted: false } task)
        {
            taken.Add(task);
        }

        var commands = taken.Count;
        while (_producer.Append(0, Records.Event(1, 0, value: bytes)) is { IsFaulted: false } task)
        {
            taken.Add(task);
        }

        commands.ShouldBe(64 * 1024 / (1024 + LogProducer.RecordOverhead));
        taken.Count.ShouldBe(2 * 64 * 1024 / (1024 + LogProducer.RecordOverhead));
        _senders[0].AcknowledgeAll();
        await Task.WhenAll(taken);
        _producer.AppendAlone(0, Records.Command("user:u", bytes)).IsFaulted.ShouldBeFalse("what was acknowledged makes place");
    }

    [Fact]
    public async Task Bytes_of_values_are_counted_when_they_are_durable()
    {
        using var bytes = new Measured<long>("actors.log.appended_bytes");
        var appends = new[] { _producer.Append(0, Records.Event(1, 0, value: new string('x', 70))), _producer.AppendAlone(1, Records.Command("user:u", new string('x', 7))) };
        bytes.Values.ShouldBeEmpty();

        _senders[0].AcknowledgeAll();

        await Task.WhenAll(appends);
        bytes.Values.Sum().ShouldBe(77);
    }

    [Fact]
    public async Task A_broken_sender_is_replaced_and_all_that_it_had_fails_at_once()
    {
        var lost = new[] { _producer.Append(0, Records.Event(1, 0)), _producer.AppendAlone(1, Records.Claim()) };

        _senders[0].Break("sequence");
        var later = _producer.Append(0, Records.Event(1, 1));
        _senders[0].AcknowledgeAll();

        foreach (var append in lost)
        {
            (await Should.ThrowAsync<LogUnavailableException>(() => append)).Message.ShouldContain("sequence");
        }

        _senders.Count.ShouldBe(2);
        _senders[1].Sent.ShouldHaveSingleItem().Record.Seq.ShouldBe(1);
        later.IsCompleted.ShouldBeFalse("a late report of the broken one is nobody's");
        _senders[1].AcknowledgeAll();
        await later;
        await _senders[0].Closed;
    }

    [Fact]
    public async Task A_sender_found_broken_is_replaced_and_the_record_goes_to_the_next()
    {
        var lost = _producer.Append(0, Records.Event(1, 0));
        _senders[0].IsBroken = true;

        var append = _producer.Append(1, Records.Event(1, 0));

        await Should.ThrowAsync<LogUnavailableException>(() => lost);
        _senders[1].AcknowledgeAll();
        await append;
        await _senders[0].Closed;
    }

    [Fact]
    public async Task A_sender_that_breaks_as_soon_as_it_is_made_is_replaced_later_and_later()
    {
        _senders[0].Break("at once");
        List<double> waits = [];
        for (var i = 0; i < 9; i++)
        {
            var senders = _senders.Count;
            _senders[^1].Break("at once");
            var waited = TimeSpan.Zero;
            while (_producer.Append(0, Records.Event(1, 0)) is { IsFaulted: true } refused)
            {
                await Should.ThrowAsync<LogUnavailableException>(() => refused);
                _senders.Count.ShouldBe(senders);
                _time.Step(TimeSpan.FromMilliseconds(100));
                waited += TimeSpan.FromMilliseconds(100);
            }

            _senders.Count.ShouldBe(senders + 1);
            waits.Add(waited.TotalSeconds);
        }

        waits.ShouldBe([0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5, 5], 0.001);
        _senders[^1].AcknowledgeAll();
        _senders[^1].Break("much later");
        _producer.Append(0, Records.Event(1, 0)).IsFaulted.ShouldBeFalse("what became durable makes it the first time again");
    }

    [Fact]
    public async Task A_sender_that_cannot_be_made_is_tried_again_later_and_later()
    {
        var lost = _producer.Append(0, Records.Event(1, 0));
        _canOpen = false;
        _senders[0].Break("sequence");
        await Should.ThrowAsync<LogUnavailableException>(() => lost);
        foreach (var milliseconds in new[] { 100, 200, 400 })
        {
            await Should.ThrowAsync<LogUnavailableException>(() => _producer.Append(0, Records.Event(1, 1)));
            _time.Step(TimeSpan.FromMilliseconds(milliseconds - 1));
            _canOpen = true;
            await Should.ThrowAsync<LogUnavailableException>(() => _producer.AppendAlone(0, Records.Claim()));
            _canOpen = false;
            _time.Step(TimeSpan.FromMilliseconds(1));
        }

        _canOpen = true;
        var append = _producer.Append(0, Records.Event(1, 1));
        _senders[1].AcknowledgeAll();

        await append;
        await _senders[0].Closed;
    }

    [Fact]
    public async Task A_record_is_in_doubt_when_the_sender_is_found_broken_again()
    {
        _senders[0].Break("at once");
        _senders[1].IsBroken = true;

        await Should.ThrowAsync<LogUnavailableException>(() => _producer.Append(0, Records.Event(1, 0)));

        _time.Step(TimeSpan.FromMilliseconds(100));
        var append = _producer.Append(0, Records.Event(1, 0));
        _senders[2].AcknowledgeAll();
        await append;
        _producer.Close(TimeSpan.Zero);
        await _senders[2].Closed;
    }

    [Fact]
    public async Task A_record_that_the_client_refuses_fails_alone()
    {
        _senders[0].Refuses = true;
        var refused = _producer.Append(0, Records.Event(1, 0));
        _senders[0].Refuses = false;
        var taken = _producer.Append(1, Records.Event(1, 0));
        _senders[0].AcknowledgeAll();

        await Should.ThrowAsync<LogUnavailableException>(() => refused);
        await taken;
    }

    [Fact]
    public async Task Whoever_waits_for_a_record_cannot_hold_the_thread_that_reports()
    {
        using var release = new ManualResetEventSlim();
        var held = new[] { _producer.Append(0, Records.Event(1, 0)), _producer.AppendAlone(1, Records.Claim()) }
            .Select(append => append.ContinueWith(
                _ => release.Wait(TimeSpan.FromSeconds(30)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default))
            .ToArray();

        _senders[0].AcknowledgeAll();

        held.ShouldAllBe(h => !h.IsCompleted);
        release.Set();
        (await Task.WhenAll(held)).ShouldAllBe(released => released);
    }

    [Fact]
    public async Task Close_fails_what_is_not_acknowledged_and_takes_no_more()
    {
        var pending = _producer.Append(0, Records.Event(1, 0));

        _producer.Close(TimeSpan.Zero);

        await Should.ThrowAsync<LogUnavailableException>(() => pending);
        await Should.ThrowAsync<ObjectDisposedException>(() => _producer.Append(0, Records.Event(1, 1)));
    }

    [Fact]
    public async Task Thousands_of_tickets_come_back_in_any_order()
    {
        var appends = Enumerable.Range(0, 500).Select(i => _producer.AppendAlone(0, Records.Claim($"{i}"))).ToArray();
        var order = Enumerable.Range(0, 500).OrderBy(i => i * 7919 % 500).ToArray();

        foreach (var i in order)
        {
            _senders[0].Report(i, 1000 + i, null);
        }

        (await Task.WhenAll(appends)).ShouldBe(Enumerable.Range(0, 500).Select(i => 1000L + i));
    }

    private sealed class FakeSender(ISenderEvents events) : IRecordSender
    {
        private readonly TaskCompletionSource _closed = new();
        private int _acknowledged;

        internal List<(int Ticket, LogRecord Record)> Sent { get; } = [];

        internal bool Refuses { get; set; }

        internal Task Closed => _closed.Task;

        internal bool IsBroken { get; set; }

        public bool Send(int ticket, int shard, LogRecord record)
        {
            if (IsBroken)
            {
                return false;
            }

            if (Refuses)
            {
                throw new LogUnavailableException("too large");
            }

            Sent.Add((ticket, record));
            return true;
        }

        public void Close(TimeSpan within) => _closed.TrySetResult();

        internal void Acknowledge(int index) => Report(index, index, null);

        internal void AcknowledgeAll()
        {
            for (; _acknowledged < Sent.Count; _acknowledged++)
            {
                Acknowledge(_acknowledged);
            }
        }

        internal void Fail(int index, string why) => Report(index, -1, why);

        internal void Report(int index, long offset, string? why) => events.Reported(this, [new SendReport(Sent[index].Ticket, offset, why)]);

        internal void Break(string why) => events.Broken(this, why);
    }

    private sealed class SteppedTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        internal void Step(TimeSpan by) => _ticks += by.Ticks;
    }
}
