using Actors.Live;
using Actors.Log.Claims;
using Actors.Sessions.Windows;
using Actors.Sessions.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.Sessions.Tests.Windows;

public sealed class ChannelWindowTests
{
    private const string Room = "channel:r1";

    [Fact]
    public void It_holds_the_last_events_within_its_limits_and_says_from_where() =>
        Prop.ForAll(
            (from frames in Gen.Choose(1, 20)
             from bytes in Gen.Choose(100, 2000)
             from sizes in Gen.ListOf(Gen.Choose(0, 300))
             select (frames, bytes, sizes)).ToArbitrary(),
            input =>
            {
                var (frames, bytes, sizes) = input;
                var window = Create(new WindowLimits(bytes, frames, long.MaxValue), out _);
                List<long> all = [];
                foreach (var size in sizes)
                {
                    all.Add((all.Count * 3) + 2);
                    window.Add(Frame(all[^1], size));
                    var held = Read(window, window.Base);
                    held.Count.ShouldBeInRange(1, frames);
                    (held.Sum(e => e.Length) <= bytes || held.Count == 1).ShouldBeTrue();
                    held.Select(e => e.Offset).ShouldBe(all.Where(o => o > window.Base));
                    window.Position.ShouldBe(all[^1]);
                }
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_place_before_its_base_must_go_to_the_log()
    {
        var window = Create(new WindowLimits(10_000, 2, long.MaxValue), out _);
        for (var i = 0; i < 5; i++)
        {
            window.Add(Frame(i, 10));
        }

        long next = -1;
        window.TryRead(1, ref next, new WireEvent?[8], out _, out _).ShouldBeFalse();
        window.TryRead(2, ref next, new WireEvent?[8], out var count, out _).ShouldBeTrue();
        count.ShouldBe(2);
    }

    [Fact]
    public void When_the_node_has_no_more_room_each_window_keeps_a_sixteenth()
    {
        var limits = new WindowLimits(16_000, 1000, 20_000);
        var windows = Enumerable.Range(0, 10).Select(_ => Create(limits, out FeedHead _)).ToArray();
        foreach (var window in windows)
        {
            for (var i = 0; i < 100; i++)
            {
                window.Add(Frame(i, 100));
            }

            window.Trim(all: false);
        }

        limits.Used.ShouldBeLessThan(20_000 + 16_000);
        Array.ForEach(windows, w => w.Trim(all: true));
        limits.Used.ShouldBe(0);
    }

    [Fact]
    public void The_last_so_many_are_found_or_said_to_be_in_the_log()
    {
        var window = Create(new WindowLimits(10_000, 4, long.MaxValue), out _);
        for (var i = 0; i < 6; i++)
        {
            window.Add(Frame(i * 10, 10));
        }

        window.TryLast(2, out var position).ShouldBeTrue();
        position.ShouldBe(39);
        window.TryLast(5, out _).ShouldBeFalse();
        window.CountBehind(35).ShouldBe(2);
    }

    [Fact]
    public async Task Readers_on_other_threads_see_every_event_once_in_order_and_never_pass_one_that_they_have_not_seen()
    {
        const int Count = 50_000;
        var window = Create(new WindowLimits(int.MaxValue, 512, long.MaxValue), out var head);
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => Follow(window, Count))).ToArray();
        for (var i = 0; i < Count; i++)
        {
            window.Add(Frame(2 * i, 5));
            head.Publish(head.View.MoveTo((2 * i) + 1));
        }

        (await Task.WhenAll(readers)).ShouldAllBe(fault => fault == null);
    }

    /// <summary>Reads on to the end. Says what was wrong; a reader that the window left behind goes on at its base.</summary>
    private static string? Follow(ChannelWindow window, int count)
    {
        var (position, next, buffer) = (-1L, -1L, new WireEvent?[32]);
        while (position < (2 * count) - 1)
        {
            if (!window.TryRead(position, ref next, buffer, out var read, out var through))
            {
                (position, next) = (window.Base, -1);
                continue;
            }

            for (var i = 0; i < read; i++)
            {
                var offset = buffer[i]!.Offset;
                if (offset != position + (position % 2 == 0 ? 2 : 1))
                {
                    return $"{offset} behind {position}";
                }

                (position, next) = (offset, next + 1);
            }

            position = Math.Max(position, through);
        }

        return null;
    }

    private static ChannelWindow Create(WindowLimits limits, out FeedHead head)
    {
        head = new FeedHead(0, -1, ClaimState.None);
        return new ChannelWindow(Room, 1, head, limits);
    }

    private static Frame Frame(long offset, int size) => new()
    {
        Shard = 0,
        Channel = Room,
        Offset = offset,
        Previous = -1,
        Type = "t",
        Payload = new byte[size].Select(_ => (byte)'x').ToArray(),
    };

    private static List<WireEvent> Read(ChannelWindow window, long position)
    {
        long next = -1;
        var buffer = new WireEvent?[1000];
        window.TryRead(position, ref next, buffer, out var count, out _).ShouldBeTrue();
        return [.. buffer.Take(count).Select(e => e!)];
    }
}
