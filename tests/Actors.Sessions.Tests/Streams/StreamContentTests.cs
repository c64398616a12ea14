using Actors.Contracts.Cursors;
using Actors.Live.InProcess;
using Actors.Sessions.Tests.Support;

namespace Actors.Sessions.Tests.Streams;

public sealed class StreamContentTests
{
    private const string Room = "channel:r1";

    [Fact]
    public void A_checkpoint_comes_every_15_seconds_and_carries_the_cursor()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        var (client, _) = node.Open(Node.Request(Room));
        var before = client.Events.Count;
        for (var i = 0; i < 60; i++)
        {
            node.Run.Advance(TimeSpan.FromSeconds(1));
            client.Read();
        }

        var beats = client.Events.Skip(before).ToList();
        beats.Count.ShouldBe(4);
        beats.ShouldAllBe(b => b.Type == "checkpoint" && b.Data == "{}" && b.HasId);
    }

    [Fact]
    public void A_stream_that_begins_now_learns_its_cursor_at_once()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        var (client, _) = node.Open(Node.Request(Room));
        client.Leave();
        owner.Emit(Room, "missed");
        node.Settle();
        node.Open(Node.Request(Room) with { Cursor = client.Cursor }).Client.Texts.ShouldBe(["missed"]);
    }

    [Fact]
    public void What_is_appended_once_a_stream_has_said_that_it_is_connected_is_heard()
    {
        // No digest comes, so the feed finds its head by a scan: long after the client has got its first bytes.
        using var node = new Node(new MemoryLog(1));
        using var owner = new Owner(node.Log, new InProcessBus(), node.ShardOf(Room));
        owner.Append(Room, "before");
        var client = new SseClient();
        _ = node.Hub.RunAsync(Node.Request(Room), client.Output, client.Gone.Token);
        node.Run.RunUntilIdle();
        client.Read();
        client.Events.ShouldHaveSingleItem().Data.ShouldContain("connected");
        owner.Append(Room, "after");
        node.Settle(client);

        client.Texts.ShouldBe(["after"]);
    }

    [Fact]
    public void Events_that_a_filter_leaves_out_move_the_cursor()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        var (client, _) = node.Open(Node.Request(Room) with { Types = ["wanted"], JobId = "j1" });
        owner.Emit(Room, "no", "other", "j1");
        owner.Emit(Room, "yes", "wanted", "j1");
        owner.Emit(Room, "no", "wanted", "j2");
        var last = owner.Emit(Room, "no", "wanted");
        node.Run.Advance(TimeSpan.FromSeconds(16));
        node.Settle(client);

        client.Texts.ShouldBe(["yes"]);
        Cursor.TryDecode(client.Cursor, out var cursor, out _).ShouldBeTrue();
        cursor!.TryGet(Room, out var position).ShouldBeTrue();
        position.ShouldBe(last);
    }

    [Fact]
    public void A_quiet_channels_cursor_moves_with_the_shard()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        var (client, _) = node.Open(Node.Request(Room));
        ReplayTests.Emit(owner, "channel:busy", 100);
        owner.Digest();
        node.Run.Advance(TimeSpan.FromSeconds(16));
        node.Settle(client);
        Cursor.TryDecode(client.Cursor, out var cursor, out _).ShouldBeTrue();
        cursor!.Places[0].Offset.ShouldBe(node.Log.Records(0).Count - 1);
        client.Texts.ShouldBeEmpty();
    }

    [Fact]
    public void Named_streams_have_an_event_line_with_the_type_and_others_have_none()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        var (named, _) = node.Open(Node.Request(Room) with { Named = true });
        var (plain, _) = node.Open(Node.Request(Room));
        owner.Emit(Room, "x", "chat");
        owner.Append(Room, "y", "bad\nevent: type");
        owner.Emit(Room, "z", "bad\r\n\r\ndata: type");
        node.Settle(named, plain);
        named.Events.Where(e => e.Text is not null).Select(e => e.Type).ShouldBe(["chat", "message", "message"]);
        named.Events[0].Type.ShouldBe("connection.status.change");
        plain.Events.Where(e => e.Text is not null).ShouldAllBe(e => e.Type == "message");
    }

    [Fact]
    public void A_payload_with_line_breaks_or_nul_cannot_break_the_framing()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        var (client, _) = node.Open(Node.Request(Room, "channel:r2"));
        node.Bus.Publish(owner.Append(Room, "{\"type\":\"chat\",\r\n\n\"text\":\"a\"}\n\nid: forged\r\rdata: {}\0"u8.ToArray()));
        node.Settle(client);
        var item = client.Events.Last(e => e.Type == "message");
        item.Data.ShouldStartWith("{\"type\":\"chat\",   \"text\":\"a\"}");
        item.Id.ShouldNotContain("forged");
        client.Events.Count(e => e.Data.Contains("chat", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void An_ephemeral_event_reaches_those_who_listen_and_has_no_id()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        var (client, _) = node.Open(Node.Request(Room));
        owner.Emit(Room, "one");
        node.Bus.Publish(new Actors.Live.Frame { Shard = 0, Channel = Room, Offset = -1, Previous = -1, Type = "typing", Payload = Owner.Payload("typing", "...") });
        owner.Emit(Room, "two");
        node.Settle(client);
        client.Texts.ShouldBe(["one", "...", "two"]);
        client.Events.Single(e => e.JsonType == "typing").HasId.ShouldBeFalse();
    }

    [Fact]
    public async Task A_stream_warns_before_its_token_ends_and_closes_then()
    {
        using var node = new Node(new MemoryLog(1), new SessionOptions { ExpiryWarning = TimeSpan.FromSeconds(30) });
        using var owner = node.Owner(Room);
        var (client, ended) = node.Open(Node.Request(Room) with { ExpiresAt = node.Run.Time.GetUtcNow() + TimeSpan.FromMinutes(5) });
        node.Run.Advance(TimeSpan.FromMinutes(4.6));
        node.Settle(client);
        Status(client).ShouldBe(["connected", "expiring"]);
        ended.IsCompleted.ShouldBeFalse();
        node.Run.Advance(TimeSpan.FromSeconds(30));
        node.Settle(client);
        Status(client).ShouldBe(["connected", "expiring", "closing"]);
        (await ended).ShouldBe(SessionEnd.Expired);
    }

    [Fact]
    public async Task A_node_that_leaves_ends_its_streams_over_the_drain_time_and_tells_each_when_to_come_back()
    {
        using var node = new Node(new MemoryLog(1), new SessionOptions { RetryDelay = TimeSpan.FromSeconds(1) });
        var streams = Enumerable.Range(0, 40).Select(_ => node.Open(Node.Request(Room))).ToArray();
        var drained = node.Hub.DrainAsync(TimeSpan.FromSeconds(4), default);
        node.Run.Advance(TimeSpan.FromSeconds(2));
        node.Hub.Counters.Sessions.ShouldBeInRange(10, 30);
        node.Run.Advance(TimeSpan.FromSeconds(3));
        await drained;
        foreach (var (client, ended) in streams)
        {
            client.Read();
            (await ended).ShouldBe(SessionEnd.Drained);
            client.Retries.Count.ShouldBe(2);
            Status(client).ShouldBe(["connected", "closing"]);
        }

        streams.Select(s => s.Client.Retries[1]).Distinct().Count().ShouldBeGreaterThan(20);
        var late = new SseClient();
        (await node.Hub.RunAsync(Node.Request(Room), late.Output, default)).ShouldBe(SessionEnd.Drained);
        late.Read();
        late.Retries.Count.ShouldBe(1);
    }

    [Fact]
    public void A_request_with_a_fault_is_refused_in_a_sentence()
    {
        var options = new SessionOptions();
        Node.Request([.. Enumerable.Range(0, 65).Select(i => $"channel:c{i}")]).Fault(options).ShouldBe("A stream has 1 to 64 channels, not 65.");
        Node.Request(Room, Room).Fault(options).ShouldBe($"The channel '{Room}' is named twice.");
        (Node.Request(Room) with { Replay = -1 }).Fault(options).ShouldBe("replay is 0 to 10000, not -1.");
        Node.Request(Room).Fault(options).ShouldBeNull();
    }

    [Fact]
    public void Channels_that_look_alike_in_a_cursor_cannot_share_a_stream()
    {
        var seen = new Dictionary<uint, string>();
        for (var i = 0; ; i++)
        {
            var name = $"channel:c{i}";
            if (!seen.TryAdd(Cursor.HashOf(name), name))
            {
                Node.Request(seen[Cursor.HashOf(name)], name).Fault(new SessionOptions())!.ShouldContain("cannot share one stream");
                return;
            }
        }
    }

    private static IEnumerable<string?> Status(SseClient client) => client.Events
        .Where(e => e.JsonType == "connection.status.change")
        .Select(e => e.Result.GetProperty("status").GetString());
}
