using Actors.Contracts.Cursors;
using Actors.Sessions.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.Sessions.Tests.Streams;

public sealed class ResetTests
{
    private const string Room = "channel:r1";

    [Theory]
    [InlineData("garbage", "malformed")]
    [InlineData("AQAAAAAAAA", "malformed")]
    [InlineData("<script>\r\ndata: x", "malformed")]
    public void Garbage_is_answered_by_a_reset_and_the_stream_goes_on_from_now(string cursor, string reason)
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        owner.Emit(Room, "before");
        var (client, _) = node.Open(Node.Request(Room) with { Cursor = cursor });
        owner.Emit(Room, "after");
        node.Settle(client);

        var reset = client.Single("reset");
        reset.Result.GetProperty("reason").GetString().ShouldBe(reason);
        reset.Result.GetProperty("from").GetString().ShouldBe("now");
        reset.HasId.ShouldBeTrue();
        client.Events.First(e => e.HasId).ShouldBe(reset, "whoever is cut off before it must hear it at the next connection");
        client.Texts.ShouldBe(["after"]);
        node.Hub.Counters.Resets.ShouldBe(1);
    }

    [Fact]
    public void A_cursor_of_another_log_is_answered_by_a_reset()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        var (client, _) = node.Open(Node.Request(Room) with { Cursor = Cursor.At(node.Log.LogId + 1, Room, 0) });
        client.Single("reset").Result.GetProperty("reason").GetString().ShouldBe("other_log");
    }

    [Fact]
    public void A_cursor_past_the_end_of_the_log_is_answered_by_a_reset()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        owner.Emit(Room, "one");
        var (client, _) = node.Open(Node.Request(Room) with { Cursor = Cursor.At(node.Log.LogId, Room, 1_000_000) });
        owner.Emit(Room, "two");
        node.Settle(client);
        client.Single("reset").Result.GetProperty("reason").GetString().ShouldBe("ahead");
        client.Texts.ShouldBe(["two"]);
    }

    [Fact]
    public void Several_resets_move_the_clients_position_with_the_last_of_them()
    {
        const string Other = "channel:r2";
        using var longer = new Node(new MemoryLog(1));
        using var before = longer.Owner(Room);
        ReplayTests.Emit(before, Room, 10);
        before.Emit(Other, "one");
        var cursor = longer.Open(Node.Request(Room, Other)).Client.Cursor;
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);

        var (client, _) = node.Open(Node.Request(Room, Other) with { Cursor = cursor });

        var resets = client.Events.Where(e => e.JsonType == "reset").ToList();
        resets.Select(e => e.Result.GetProperty("channel").GetString()).ShouldBe([Room, Other], ignoreOrder: true);
        resets.Select(e => e.HasId).ShouldBe([false, true]);
        client.Events.First(e => e.HasId).ShouldBe(resets[1]);
    }

    [Fact]
    public void A_position_that_retention_has_removed_is_answered_by_a_reset_that_says_from_where_it_goes_on()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        ReplayTests.Emit(owner, Room, 10);
        owner.Point();
        owner.Emit(Room, "kept");
        node.Log.Trim(0, 10);
        var (client, _) = node.Open(Node.Request(Room) with { Cursor = Cursor.At(node.Log.LogId, Room, 2) });

        var reset = client.Single("reset").Result;
        reset.GetProperty("reason").GetString().ShouldBe("retention");
        reset.GetProperty("from").GetString().ShouldBe("earliest");
        reset.GetProperty("position").GetInt64().ShouldBe(9);
        client.Texts.ShouldBe(["event 9", "kept"]);
    }

    [Fact]
    public void Retention_that_overtakes_a_slow_reader_in_mid_stream_is_told()
    {
        using var node = new Node(new MemoryLog(1), new SessionOptions { WindowFrames = 2, PageBytes = 1024, PageCacheBytes = 1024, SlowClientTimeout = TimeSpan.FromHours(1) });
        using var owner = node.Owner(Room);
        var client = new SseClient(pauseAt: 2048);
        _ = node.Hub.RunAsync(Node.Request(Room), client.Output, default);
        node.Run.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 500; i++)
        {
            owner.Emit(Room, $"event {i}");
            node.Run.RunUntilIdle();
        }

        owner.Digest();
        node.Run.Advance(TimeSpan.FromSeconds(1));
        node.Log.Trim(0, 400);
        node.Settle(client);

        client.Single("reset").Result.GetProperty("reason").GetString().ShouldBe("retention");
        var texts = client.Texts.ToList();
        var before = client.Events.TakeWhile(e => e.JsonType != "reset").Count(e => e.Text is not null);
        texts.Take(before).ShouldBe(Enumerable.Range(0, before).Select(i => $"event {i}"));
        texts.Skip(before).ShouldBe(Enumerable.Range(399, 101).Select(i => $"event {i}"));
    }

    [Fact]
    public void Whatever_a_client_sends_as_its_cursor_the_stream_opens_and_others_see_nothing_of_it()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        var (other, _) = node.Open(Node.Request(Room));
        List<string> sent = [];
        Prop.ForAll(
            Gen.OneOf(
                ArbMap.Default.GeneratorFor<string>(),
                from offset in Gen.Choose(-1, int.MaxValue) select Cursor.At(node.Log.LogId, Room, offset),
                from channel in Gen.Choose(0, int.MaxValue) select Cursor.Encode(node.Log.LogId, [new CursorPlace((uint)channel, Cursor.MaxOffset)])).ToArbitrary(),
            cursor =>
            {
                var (client, _) = node.Open(Node.Request(Room) with { Cursor = cursor });
                sent.Add($"event {sent.Count}");
                owner.Emit(Room, sent[^1]);
                node.Settle(client, other);
                client.Texts.Last().ShouldBe(sent[^1]);
                other.Texts.ShouldBe(sent);
                client.Leave();
            }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(50));
        other.Events.ShouldNotContain(e => e.JsonType == "reset");
    }
}
