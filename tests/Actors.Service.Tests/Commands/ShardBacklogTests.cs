using Actors.Contracts;
using Actors.Contracts.Channels;
using Actors.Live;
using Actors.Live.InProcess;
using Actors.Log;
using Actors.Log.Sqlite;
using Actors.Service.Commands;
using Actors.Service.Limits;
using Actors.Service.Problems;
using Actors.Service.Tests.Hosting;
using Actors.Shards;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Service.Tests.Commands;

public sealed class ShardBacklogTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly SteppedTime _time = new();
    private readonly SqliteLog _log;

    public ShardBacklogTests() => _log = SqliteLog.Open(
        new SqliteLogOptions { Directory = _directory.Path, ShardCount = 2 }, TimeProvider.System, new UuidV7Source(TimeProvider.System), NullLogger<SqliteLog>.Instance);

    public void Dispose()
    {
        _log.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _directory.Dispose();
    }

    [Fact]
    public async Task Commands_that_no_digest_answers_fill_their_shard_only()
    {
        using var sut = CreateSut(new InProcessBus(), limit: 3);
        for (var i = 0; i < 3; i++)
        {
            await sut.RequireRoomAsync(1);
            sut.Added(new LogPosition(1, i));
        }

        var refusal = (await Should.ThrowAsync<ProblemException>(() => sut.RequireRoomAsync(1).AsTask())).Problem;
        refusal.Status.ShouldBe(503);
        refusal.RetryAfter.ShouldNotBeNull();
        await sut.RequireRoomAsync(0);
    }

    [Fact]
    public async Task Digest_that_answers_them_makes_room()
    {
        var bus = new InProcessBus();
        using var sut = CreateSut(bus, limit: 2);
        sut.Added(new LogPosition(0, 5));
        sut.Added(new LogPosition(0, 6));
        bus.Publish(DigestOf(to: 5, answered: 5));
        sut.Waiting(0).ShouldBe(1);
        await sut.RequireRoomAsync(0);
        bus.Publish(DigestOf(to: 9, answered: 9));
        sut.Waiting(0).ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_bus_the_log_says_what_is_answered()
    {
        using var sut = CreateSut(new LogOnlyBus(), limit: 3);
        var first = await SubmitAsync(sut);
        var second = await SubmitAsync(sut);
        await SubmitAsync(sut);
        var claim = await _log.ClaimAsync(first.Shard, new LogRecord { Kind = RecordKind.Claim }, CancellationToken.None);
        await Should.ThrowAsync<ProblemException>(() => sut.RequireRoomAsync(first.Shard).AsTask());

        await AnswerAsync(claim, seq: 0, first);
        await AnswerAsync(claim, seq: 1, second);
        _time.Step(TimeSpan.FromSeconds(1));
        await sut.RequireRoomAsync(first.Shard);
        sut.Waiting(first.Shard).ShouldBe(1);
    }

    [Fact]
    public async Task Bus_that_brings_no_digest_of_the_owner_leaves_it_to_the_log_and_one_that_brings_them_does_not()
    {
        var bus = new InProcessBus();
        using var sut = CreateSut(bus, limit: 2);
        var first = await SubmitAsync(sut);
        await SubmitAsync(sut);
        var claim = await _log.ClaimAsync(first.Shard, new LogRecord { Kind = RecordKind.Claim }, CancellationToken.None);
        await AnswerAsync(claim, seq: 0, first);
        bus.Publish(DigestOf(to: 0, answered: -1) with { Shard = first.Shard });
        await Should.ThrowAsync<ProblemException>(() => sut.RequireRoomAsync(first.Shard).AsTask());

        _time.Step(TimeSpan.FromSeconds(11));
        await sut.RequireRoomAsync(first.Shard);
        sut.Waiting(first.Shard).ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_bus_a_node_takes_commands_for_ever_while_they_are_answered_and_its_memory_is_bounded()
    {
        using var sut = CreateSut(new LogOnlyBus(), limit: 10);
        var claim = -1L;
        for (var seq = 0; seq < 100; seq++)
        {
            _time.Step(TimeSpan.FromSeconds(1));
            var position = await SubmitAsync(sut);
            claim = claim >= 0 ? claim : await _log.ClaimAsync(position.Shard, new LogRecord { Kind = RecordKind.Claim }, CancellationToken.None);
            await AnswerAsync(claim, seq, position);
            sut.Waiting(position.Shard).ShouldBeLessThanOrEqualTo(10);
        }
    }

    [Fact]
    public void Waiting_is_what_was_added_behind_the_last_answer_whatever_comes_in_between()
    {
        var steps = Gen.Choose(0, 9).ListOf();
        Prop.ForAll(steps.ToArbitrary(), list =>
        {
            var bus = new InProcessBus();
            using var sut = CreateSut(bus, limit: int.MaxValue);
            long offset = -1;
            long answered = -1;
            List<long> added = [];
            foreach (var step in list)
            {
                if (step < 7)
                {
                    sut.Added(new LogPosition(0, ++offset));
                    added.Add(offset);
                }
                else if (offset > answered)
                {
                    answered += Math.Max(1, (offset - answered) / 2);
                    bus.Publish(DigestOf(to: answered, answered));
                }
            }

            return sut.Waiting(0) == added.Count(a => a > answered);
        }).QuickCheckThrowOnFailure();
    }

    private ShardBacklog CreateSut(ILiveBus bus, int limit) => new(_log, bus, new LimitsOptions { MaxPendingCommands = limit }, new ShardsOptions { QuietDigestInterval = TimeSpan.FromSeconds(5) }, _time);

    private async Task<LogPosition> SubmitAsync(ShardBacklog sut)
    {
        var command = new LogRecord { Kind = RecordKind.Command, Channel = "user:ada", Type = "x", Value = "{}"u8.ToArray() };
        await sut.RequireRoomAsync(ChannelName.Parse(command.Channel).ShardOf(2));
        var position = await _log.SubmitAsync(command, CancellationToken.None);
        sut.Added(position);
        return position;
    }

    private Task AnswerAsync(long claim, long seq, LogPosition command) => _log.AppendAsync(
        command.Shard,
        new LogRecord { Kind = RecordKind.Event, Channel = "user:ada", Type = "x", Stamp = claim, Seq = seq, Answers = command.Offset, Value = "{}"u8.ToArray() },
        CancellationToken.None);

    private static Digest DigestOf(long to, long answered) => new()
    {
        Shard = 0,
        From = 0,
        To = to,
        Claim = 0,
        NextSeq = 0,
        LastValid = 0,
        Answered = answered,
        Channels = [],
    };

    private sealed class SteppedTime : TimeProvider
    {
        private long _now;

        public override long GetTimestamp() => _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Step(TimeSpan by) => _now += by.Ticks;
    }
}
