using Actors.Log.Tails;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.Log.Tests.Tails;

/// <summary>Followers of a tail that comes late, breaks off and begins again, over a log that grows meanwhile.</summary>
public sealed class TailFollowerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Every_offset_comes_once_and_in_order_whatever_the_tail_does(int longestStep) => Prop.ForAll(
        Gen.Choose(0, 9).ArrayOf().ToArbitrary(), Gen.Choose(0, 30).ToArbitrary(), (acts, from) =>
        {
            var log = new GrowingLog(longestStep);
            var follower = new TailFollower(log.Tail, log, 0, from);
            var read = ReadAsync(follower);
            foreach (var act in acts)
            {
                log.Act(act);
            }

            log.Finish(from);
            return read.GetAwaiter().GetResult().SequenceEqual(log.Offsets.Where(o => o >= from));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public async Task NextAsync_of_a_tail_that_has_not_begun_waits_for_it_and_misses_nothing()
    {
        var log = new GrowingLog(1);
        await using var follower = new TailFollower(log.Tail, log, 0, 0);
        var next = follower.NextAsync(CancellationToken.None).AsTask();
        log.Append(3);

        log.Reopen();

        (await next).Entries.ToArray().Select(e => e.Offset).ShouldBe([0, 1, 2]);
    }

    [Fact]
    public async Task NextAsync_that_waits_when_the_log_closes_ends()
    {
        var log = new GrowingLog(1);
        log.Reopen();
        await using var follower = new TailFollower(log.Tail, log, 0, 0);
        var next = follower.NextAsync(CancellationToken.None).AsTask();

        log.Tail.Close();

        await Should.ThrowAsync<ObjectDisposedException>(() => next);
    }

    [Fact]
    public async Task NextAsync_passes_on_what_the_pages_say()
    {
        var log = new GrowingLog(1) { Failure = new RecordFormatException("format 9") };
        log.Append(2);
        await using var follower = new TailFollower(log.Tail, log, 0, 0);

        await Should.ThrowAsync<RecordFormatException>(async () => await follower.NextAsync(CancellationToken.None));
    }

    private static async Task<List<long>> ReadAsync(TailFollower follower)
    {
        var (seen, expected) = (new List<long>(), -1L);
        while (true)
        {
            var batch = await follower.NextAsync(CancellationToken.None);
            if (expected >= 0)
            {
                batch.From.ShouldBeLessThanOrEqualTo(batch.Entries.Span[0].Offset);
                batch.From.ShouldBeGreaterThanOrEqualTo(expected);
            }

            expected = batch.Next;
            foreach (var entry in batch.Entries.ToArray())
            {
                if (entry.Record.Channel.Length == 0)
                {
                    return seen;
                }

                seen.Add(entry.Offset);
            }
        }
    }

    /// <summary>A log in memory whose tail hears of its records late.</summary>
    private sealed class GrowingLog(int longestStep) : IPageSource
    {
        private readonly Lock _gate = new();
        private readonly List<LogEntry> _log = [];
        private readonly Random _random = new(1);
        private int _published;
        private long _next;

        internal ShardTail Tail { get; } = new(0, 16, 1_000_000);

        internal Exception? Failure { get; init; }

        internal List<long> Offsets => [.. _log.Where(e => e.Record.Channel.Length > 0).Select(e => e.Offset)];

        public ValueTask<LogBatch> ReadAsync(int shard, long from, int maxBytes, CancellationToken ct)
        {
            lock (_gate)
            {
                if (Failure is not null)
                {
                    throw Failure;
                }

                var entries = _log.Where(e => e.Offset >= from).Take(5).ToArray();
                var next = entries.Length > 0 && entries[^1].Offset < _next - 1 ? entries[^1].Offset + 1 : Math.Max(from, _next);
                return new ValueTask<LogBatch>(new LogBatch(shard, from, next, entries));
            }
        }

        internal void Act(int act)
        {
            switch (act)
            {
                case < 5:
                    Append(act + 1);
                    break;
                case < 8:
                    Publish();
                    break;
                default:
                    Reopen();
                    break;
            }
        }

        internal void Append(int count)
        {
            lock (_gate)
            {
                for (var i = 0; i < count; i++)
                {
                    _next += _random.Next(longestStep);
                    _log.Add(ShardTailTests.Entry(_next++, 1));
                }
            }
        }

        internal void Publish()
        {
            List<LogEntry> entries;
            long next;
            lock (_gate)
            {
                (entries, _published, next) = (_log[_published..], _log.Count, _next);
            }

            Tail.Publish(entries, next);
        }

        internal void Reopen()
        {
            long next;
            lock (_gate)
            {
                (_published, next) = (_log.Count, _next);
            }

            Tail.Open(new ShardBounds(0, next));
        }

        /// <summary>The last record, which bears no channel, behind any follower's beginning.</summary>
        internal void Finish(long from)
        {
            lock (_gate)
            {
                _next = Math.Max(_next, from);
            }

            Reopen();
            lock (_gate)
            {
                _log.Add(new LogEntry(_next++, 0, new LogRecord { Kind = RecordKind.Claim }));
            }

            Publish();
        }
    }
}
