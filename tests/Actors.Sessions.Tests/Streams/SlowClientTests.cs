using Actors.Sessions.Tests.Support;

namespace Actors.Sessions.Tests.Streams;

public sealed class SlowClientTests
{
    private const string Room = "channel:r1";

    private static readonly SessionOptions Small = new() { WindowFrames = 16, PageBytes = 4096, PageCacheBytes = 64 * 1024, SliceBytes = 2048 };

    [Fact]
    public void A_client_that_reads_nothing_costs_no_memory_and_later_gets_everything()
    {
        using var node = new Node(new MemoryLog(1), Small with { SlowClientTimeout = TimeSpan.FromHours(1) });
        using var owner = node.Owner(Room);
        var slow = new SseClient(pauseAt: 4096);
        _ = node.Hub.RunAsync(Node.Request(Room), slow.Output, default);
        var (fast, _) = node.Open(Node.Request(Room));
        List<string> expected = [];
        for (var i = 0; i < 2000; i++)
        {
            expected.Add($"event {i} {new string('x', 100)}");
            owner.Emit(Room, expected[^1]);
            if (i % 100 == 0)
            {
                owner.Digest();
                node.Settle(fast);
            }
        }

        node.Settle(fast);
        fast.Texts.ShouldBe(expected);
        node.Hub.Environment.Limits.Used.ShouldBeLessThan(16 * 300);
        node.Hub.Environment.Pages.Cache.Bytes.ShouldBeLessThanOrEqualTo(64 * 1024);
        slow.Read(1).ShouldBe(1);
        slow.Read().ShouldBeLessThan(4096 + 2048 + 512);
        node.Settle(slow, fast);
        slow.Texts.ShouldBe(expected);
    }

    [Fact]
    public async Task A_client_that_takes_nothing_for_too_long_is_closed()
    {
        using var node = new Node(new MemoryLog(1), Small with { SlowClientTimeout = TimeSpan.FromSeconds(30) });
        using var owner = node.Owner(Room);
        var slow = new SseClient(pauseAt: 4096);
        var ended = node.Hub.RunAsync(Node.Request(Room), slow.Output, default);
        node.Run.Advance(TimeSpan.FromSeconds(1));
        ReplayTests.Emit(owner, Room, 1000);
        node.Run.Advance(TimeSpan.FromSeconds(29));
        node.Hub.Counters.SlowClients.ShouldBe(0);
        node.Hub.Counters.Sessions.ShouldBe(1);
        node.Run.Advance(TimeSpan.FromSeconds(3));
        (await ended).ShouldBe(SessionEnd.TooSlow);
        node.Hub.Counters.SlowClients.ShouldBe(1);
        node.Hub.Counters.Sessions.ShouldBe(0);
    }

    [Fact]
    public void A_client_that_reads_slowly_but_reads_is_never_closed()
    {
        using var node = new Node(new MemoryLog(1), Small with { SlowClientTimeout = TimeSpan.FromSeconds(30) });
        using var owner = node.Owner(Room);
        var slow = new SseClient(pauseAt: 4096);
        var ended = node.Hub.RunAsync(Node.Request(Room), slow.Output, default);
        node.Run.Advance(TimeSpan.FromSeconds(1));
        var expected = ReplayTests.Emit(owner, Room, 1000);
        for (var i = 0; i < 100; i++)
        {
            node.Run.Advance(TimeSpan.FromSeconds(20));
            slow.Read(4096);
        }

        node.Settle(slow);
        ended.IsCompleted.ShouldBeFalse();
        slow.Texts.ShouldBe(expected);
    }

    [Fact]
    public void An_event_longer_than_a_slice_is_sent_in_several_and_nothing_comes_between()
    {
        using var node = new Node(new MemoryLog(1), Small with { HeartbeatInterval = TimeSpan.FromSeconds(1) });
        using var owner = node.Owner(Room);
        var client = new SseClient(pauseAt: 4096);
        _ = node.Hub.RunAsync(Node.Request(Room), client.Output, default);
        node.Run.Advance(TimeSpan.FromSeconds(1));
        client.Read();
        var large = new string('y', 50_000);
        owner.Emit(Room, "before");
        owner.Emit(Room, large);
        owner.Emit(Room, "after");
        for (var i = 0; i < 40; i++)
        {
            node.Run.Advance(TimeSpan.FromSeconds(1));
            client.Read(1500);
        }

        node.Settle(client);
        client.Texts.ShouldBe(["before", large, "after"]);
    }

    [Fact]
    public async Task A_client_that_leaves_while_its_flush_waits_ends_the_session()
    {
        using var node = new Node(new MemoryLog(1), Small);
        using var owner = node.Owner(Room);
        var slow = new SseClient(pauseAt: 4096);
        var ended = node.Hub.RunAsync(Node.Request(Room), slow.Output, slow.Gone.Token);
        node.Run.Advance(TimeSpan.FromSeconds(1));
        ReplayTests.Emit(owner, Room, 1000);
        node.Run.RunUntilIdle();
        slow.Gone.Cancel();
        node.Run.RunUntilIdle();
        (await ended).ShouldBe(SessionEnd.ClientGone);
    }
}
