using Actors.Log.Tails;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.Log.Tests.Tails;

/// <summary>The tail against a list, with offsets that are dense and with offsets that have gaps.</summary>
public sealed class ShardTailTests
{
    private const int Kept = 32;

    /// <summary>Steps from one offset to the next: 1 where the log is dense.</summary>
    private static Arbitrary<int[]> Steps(int longest) => Gen.Choose(1, longest).ArrayOf().ToArbitrary();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(40)]
    public void Read_gives_what_was_published_from_any_offset_that_is_kept(int longest) => Prop.ForAll(Steps(longest), steps =>
    {
        var (tail, log) = Published(steps);
        var next = log.Count == 0 ? 10 : log[^1].Offset + 1;
        for (var from = 0L; from <= next + 1; from++)
        {
            switch (tail.Read(from, int.MaxValue, out var batch))
            {
                case TailAnswer.Here:
                    if (!batch.Entries.ToArray().Select(e => e.Offset).SequenceEqual(log.Where(e => e.Offset >= from).Select(e => e.Offset))
                        || batch.From != from || batch.Next != next)
                    {
                        return false;
                    }

                    break;
                case TailAnswer.Older when from < 10 || log.Count(e => e.Offset >= from) > Kept || log.Count > Kept:
                case TailAnswer.AtEnd when from == next:
                case TailAnswer.Beyond when from > next:
                    break;
                default:
                    return false;
            }
        }

        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void TryFind_knows_every_offset_that_is_kept(int longest) => Prop.ForAll(Steps(longest), steps =>
    {
        var (tail, log) = Published(steps);
        var kept = log.TakeLast(Kept).ToList();
        return kept.All(e => tail.TryFind(e.Offset, out var found) && found!.Value.Offset == e.Offset)
            && kept.Zip(kept.Skip(1)).All(p => Enumerable.Range(1, (int)(p.Second.Offset - p.First.Offset) - 1)
                .All(gap => tail.TryFind(p.First.Offset + gap, out var none) && none is null));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Read_stops_at_the_bytes_that_were_asked_for_but_gives_one_record()
    {
        var tail = new ShardTail(0, Kept, 1_000_000);
        tail.Open(new ShardBounds(0, 0));
        tail.Publish([.. Enumerable.Range(0, 10).Select(i => Entry(i * 3, 100))], 28);

        tail.Read(0, 1, out var one).ShouldBe(TailAnswer.Here);
        tail.Read(0, 250, out var three).ShouldBe(TailAnswer.Here);

        one.Entries.Length.ShouldBe(1);
        one.Next.ShouldBe(1);
        three.Entries.Length.ShouldBe(3);
        three.Next.ShouldBe(7);
    }

    [Fact]
    public void Publish_keeps_no_more_bytes_than_it_may()
    {
        var tail = new ShardTail(0, 1024, 1000);
        tail.Open(new ShardBounds(0, 0));
        tail.Publish([.. Enumerable.Range(0, 100).Select(i => Entry(i, 100))], 100);

        tail.Read(50, 1, out _).ShouldBe(TailAnswer.Older);
        tail.Read(95, 1, out _).ShouldBe(TailAnswer.Here);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(32)]
    [InlineData(100)]
    public void Publish_keeps_no_more_records_than_it_may(int most)
    {
        var tail = new ShardTail(0, most, 1_000_000);
        tail.Open(new ShardBounds(0, 0));
        tail.Publish([.. Enumerable.Range(0, 300).Select(i => Entry(i, 1))], 300);

        tail.Read(300 - most - 1, 1, out _).ShouldBe(TailAnswer.Older);
        tail.Read(300 - most, int.MaxValue, out var batch).ShouldBe(TailAnswer.Here);
        batch.Entries.Length.ShouldBe(most);
    }

    [Fact]
    public void Publish_passes_over_what_lies_before_the_tails_end()
    {
        var tail = new ShardTail(0, Kept, 1_000_000);
        tail.Open(new ShardBounds(0, 5));

        tail.Publish([.. Enumerable.Range(0, 8).Select(i => Entry(i, 1))], 8);

        tail.Read(5, 1000, out var batch).ShouldBe(TailAnswer.Here);
        batch.Entries.ToArray().Select(e => e.Offset).ShouldBe([5, 6, 7]);
        tail.Read(4, 1000, out _).ShouldBe(TailAnswer.Older);
    }

    [Fact]
    public void A_tail_that_is_not_open_has_nothing_and_takes_nothing()
    {
        var tail = new ShardTail(0, Kept, 1_000_000);
        tail.Publish([Entry(0, 1)], 1);
        tail.Read(0, 1, out _).ShouldBe(TailAnswer.Older);

        tail.Open(new ShardBounds(0, 7));
        tail.Read(7, 1, out _).ShouldBe(TailAnswer.AtEnd);
        tail.Shut();

        tail.Read(7, 1, out _).ShouldBe(TailAnswer.Older);
    }

    internal static LogEntry Entry(long offset, int bytes) =>
        new(offset, 0, new LogRecord { Kind = RecordKind.Command, Channel = "user:u", Value = new byte[bytes] });

    private static (ShardTail Tail, List<LogEntry> Log) Published(int[] steps)
    {
        var tail = new ShardTail(0, Kept, 1_000_000);
        tail.Open(new ShardBounds(0, 10));
        var (log, offset) = (new List<LogEntry>(), 9L);
        foreach (var step in steps)
        {
            offset += step;
            log.Add(Entry(offset, 1));
            tail.Publish([log[^1]], offset + 1);
        }

        return (tail, log);
    }
}
