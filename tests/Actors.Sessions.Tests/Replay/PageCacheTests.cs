using Actors.Log;
using Actors.Log.Claims;
using Actors.Sessions.Replay;
using Actors.Sessions.Windows;

namespace Actors.Sessions.Tests.Replay;

public sealed class PageCacheTests
{
    [Fact]
    public void A_page_serves_every_position_within_it()
    {
        var cache = new PageCache(1_000_000);
        cache.Add(Page(0, 10, 20));
        cache.Add(Page(0, 30, 40));
        cache.Add(Page(1, 0, 100));

        cache.TryGet(0, 9, out _).ShouldBeFalse();
        cache.TryGet(0, 10, out _).ShouldBeTrue();
        cache.TryGet(0, 19, out var page).ShouldBeTrue();
        page!.From.ShouldBe(10);
        cache.TryGet(0, 20, out _).ShouldBeFalse();
        cache.TryGet(0, 35, out page).ShouldBeTrue();
        page!.From.ShouldBe(30);
        cache.TryGet(2, 5, out _).ShouldBeFalse();
    }

    [Fact]
    public void The_least_recently_used_pages_go_first()
    {
        var cache = new PageCache(3 * Page(0, 10, 20).Bytes);
        for (var i = 0; i < 3; i++)
        {
            cache.Add(Page(0, i * 10, (i * 10) + 10));
        }

        cache.TryGet(0, 0, out _).ShouldBeTrue();
        cache.Add(Page(0, 30, 40));
        cache.TryGet(0, 0, out _).ShouldBeTrue();
        cache.TryGet(0, 10, out _).ShouldBeFalse();
        cache.Bytes.ShouldBeLessThanOrEqualTo(3 * Page(0, 10, 20).Bytes);
    }

    [Fact]
    public void A_longer_page_replaces_a_shorter_one_of_the_same_beginning()
    {
        var cache = new PageCache(1_000_000);
        cache.Add(Page(0, 0, 10));
        cache.Add(Page(0, 0, 20));
        cache.Add(Page(0, 0, 5));
        cache.TryGet(0, 15, out _).ShouldBeTrue();
    }

    [Fact]
    public void A_page_holds_nothing_behind_the_head_by_which_it_was_judged()
    {
        var page = ReplayPage.Judge(Batch(0, 0, 10), new HeadView(0, 0, 4, new ClaimFilter(new ClaimState(0, 4, 4, []))));
        page.Next.ShouldBe(5);
    }

    [Fact]
    public void A_page_that_begins_before_what_its_head_knows_is_out_of_range()
    {
        var head = new HeadView(0, 5, 20, new ClaimFilter(new ClaimState(4, 16, 20, [])));

        Should.Throw<OffsetOutOfRangeException>(() => ReplayPage.Judge(Batch(0, 4, 10), head)).Bounds.First.ShouldBe(5);
        ReplayPage.Judge(Batch(0, 5, 10), head).Next.ShouldBe(10);
    }

    private static ReplayPage Page(int shard, long from, long next) =>
        ReplayPage.Judge(Batch(shard, from, next), new HeadView(shard, 0, 1_000, new ClaimFilter(new ClaimState(0, 1_000, 1_000, []))));

    private static LogBatch Batch(int shard, long from, long next) => new(
        shard,
        from,
        next,
        Enumerable.Range((int)from, (int)(next - from))
            .Select(o => new LogEntry(o, 0, new LogRecord { Kind = RecordKind.Event, Stamp = 0, Seq = o, Channel = "channel:a", Type = "t", Value = new byte[50] }))
            .ToArray());
}
