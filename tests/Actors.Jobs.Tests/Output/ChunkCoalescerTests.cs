using System.Text;
using Actors.Jobs.Output;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.Jobs.Tests.Output;

public sealed class ChunkCoalescerTests
{
    private const int Interval = 30;
    private const int Bytes = 16;

    private static readonly Gen<string> Pieces = Gen.Elements(
        "a", "word ", "é", "日本", "\ud83d\ude00", "\ud83d", "\ude00", "a\ud83d", "\ude00b", "\ud83d\ud83d", "", "a longer piece of text, over the limit");

    [Fact]
    public void First_piece_is_a_chunk_at_once()
    {
        var coalescer = new ChunkCoalescer(Interval, Bytes);
        coalescer.Append("a");
        coalescer.TryTake(1000, out var chunk).ShouldBeTrue();
        chunk.ShouldBe("a");
    }

    [Fact]
    public void Later_pieces_wait_for_the_interval()
    {
        var coalescer = new ChunkCoalescer(Interval, Bytes);
        coalescer.Append("a");
        coalescer.TryTake(1000, out _);
        coalescer.Append("b");
        coalescer.Append("c");

        coalescer.TryTake(1029, out _).ShouldBeFalse();
        coalescer.Due.ShouldBe(1030);
        coalescer.TryTake(1030, out var chunk).ShouldBeTrue();
        chunk.ShouldBe("bc");
    }

    [Fact]
    public void A_full_chunk_does_not_wait()
    {
        var coalescer = new ChunkCoalescer(Interval, Bytes);
        coalescer.Append("a");
        coalescer.TryTake(1000, out _);
        coalescer.Append(new string('b', Bytes - 1));
        coalescer.TryTake(1001, out _).ShouldBeFalse();
        coalescer.Append("c");
        coalescer.TryTake(1001, out var chunk).ShouldBeTrue();
        chunk.ShouldBe(new string('b', Bytes - 1) + "c");
    }

    [Fact]
    public void A_very_long_piece_is_cut_between_characters()
    {
        var coalescer = new ChunkCoalescer(Interval, Bytes);
        var text = new string('x', ChunkCoalescer.MaxChunkLength - 1) + "\ud83d\ude00" + "y";
        coalescer.Append(text);

        coalescer.TryTake(0, out var first).ShouldBeTrue();
        first.Length.ShouldBe(ChunkCoalescer.MaxChunkLength - 1);
        coalescer.TryFlush(0, out var second).ShouldBeTrue();
        second.ShouldBe("\ud83d\ude00y");
    }

    [Fact]
    public void Any_pieces_at_any_times_come_out_whole_and_in_order() =>
        Prop.ForAll(Gen.Zip(Pieces, Gen.Choose(0, 40)).ListOf().ToArbitrary(), steps =>
        {
            var coalescer = new ChunkCoalescer(Interval, Bytes);
            var chunks = new List<string>();
            long now = 0;
            long? last = null;
            foreach (var (piece, wait) in steps)
            {
                now += wait;
                coalescer.Append(piece);
                while (coalescer.TryTake(now, out var chunk))
                {
                    (last is null || now - last >= Interval || Encoding.UTF8.GetByteCount(chunk) >= Bytes).ShouldBeTrue();
                    last = now;
                    chunks.Add(chunk);
                }

                coalescer.IsFull.ShouldBeFalse("a full chunk never waits");
            }

            coalescer.Complete();
            while (coalescer.TryFlush(now, out var chunk))
            {
                chunks.Add(chunk);
            }

            var written = string.Concat(steps.Select(s => s.Item1));
            string.Concat(chunks).ShouldBe(Mended(written));
            chunks.ShouldAllBe(c => c.Length > 0 && Mended(c) == c);
            coalescer.Length.ShouldBe(0);
        }).QuickCheckThrowOnFailure();

    // Half pairs as .NET's own decoder mends them, one unit for one unit.
    private static string Mended(string text) => string.Concat(text.EnumerateRunes().Select(r => r.ToString()));
}
