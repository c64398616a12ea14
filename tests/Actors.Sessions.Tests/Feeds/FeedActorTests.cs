using Actors.Live;
using Actors.Live.InProcess;
using Actors.Sessions.Feeds;
using Actors.Sessions.Streams;
using Actors.Sessions.Tests.Support;
using Actors.Sessions.Windows;

namespace Actors.Sessions.Tests.Feeds;

public sealed class FeedActorTests
{
    private const string Room = "channel:r1";

    [Fact]
    public void A_lost_last_frame_is_found_by_the_next_digest()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        var (client, _) = node.Open(Node.Request(Room));
        owner.Digest();
        node.Settle(client);
        owner.Append(Room, "lost");
        node.Settle(client);
        client.Texts.ShouldBeEmpty();
        owner.Digest();
        node.Settle(client);
        client.Texts.ShouldBe(["lost"]);
    }

    [Fact]
    public void A_frame_that_comes_after_its_digest_is_waited_for_and_costs_no_scan()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        var (client, _) = node.Open(Node.Request(Room));
        owner.Digest();
        node.Settle(client);
        var scans = node.Hub.Counters.Scans;
        var frame = owner.Append(Room, "late");
        owner.Digest();
        node.Run.Advance(TimeSpan.FromMilliseconds(40));
        node.Bus.Publish(frame);
        node.Settle(client);
        client.Texts.ShouldBe(["late"]);
        node.Hub.Counters.Scans.ShouldBe(scans);
    }

    [Fact]
    public void Frames_out_of_order_lead_to_one_scan_and_come_once_in_order()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        var (client, _) = node.Open(Node.Request(Room));
        owner.Digest();
        node.Settle(client);
        var scans = node.Hub.Counters.Scans;
        var frames = Enumerable.Range(0, 10).Select(i => owner.Append(Room, $"event {i}")).Reverse().ToList();
        frames.ForEach(node.Bus.Publish);
        frames.ForEach(node.Bus.Publish);
        node.Settle(client);
        client.Texts.ShouldBe(Enumerable.Range(0, 10).Select(i => $"event {i}"));
        (node.Hub.Counters.Scans - scans).ShouldBe(1);
    }

    [Fact]
    public void A_new_owner_is_followed()
    {
        using var node = new Node(new MemoryLog(1));
        using var first = node.Owner(Room);
        var (client, _) = node.Open(Node.Request(Room));
        first.Emit(Room, "one");
        first.Digest();
        node.Settle(client);
        using var second = node.Owner(Room);
        first.Append(Room, "from the dead");
        second.Emit(Room, "two");
        second.Digest();
        second.Emit(Room, "three");
        node.Settle(client);
        client.Texts.ShouldBe(["one", "two", "three"]);
    }

    [Fact]
    public void Without_a_bus_feeds_follow_the_log()
    {
        using var node = new Node(new MemoryLog(1), bus: new LogOnlyBus());
        using var owner = node.Owner(Room);
        var (client, _) = node.Open(Node.Request(Room));
        for (var i = 0; i < 5; i++)
        {
            owner.Append(Room, $"event {i}");
            node.Settle(client);
        }

        client.Texts.ShouldBe(Enumerable.Range(0, 5).Select(i => $"event {i}"));
        node.Hub.Counters.Scans.ShouldBe(1);
    }

    [Fact]
    public void Without_a_bus_what_is_in_no_log_is_heard_at_the_same_node()
    {
        using var node = new Node(new MemoryLog(1), bus: new LogOnlyBus());
        using var owner = node.Owner(Room);
        var (client, _) = node.Open(Node.Request(Room));
        owner.Append(Room, "one");
        node.Settle(client);
        node.Bus.Publish(new Frame { Shard = 0, Channel = Room, Offset = -1, Previous = -1, Type = "typing", Payload = Owner.Payload("typing", "...") });
        node.Settle(client);
        client.Texts.ShouldBe(["one", "..."]);
    }

    [Fact]
    public void A_scan_that_the_log_does_not_answer_is_told_and_tried_again()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        var (client, _) = node.Open(Node.Request(Room));
        owner.Append(Room, "lost");
        node.Log.IsDown = true;
        owner.Emit(Room, "shows the hole");
        node.Settle(client);
        client.Events[^1].Result.GetProperty("status").GetString().ShouldBe("degraded");
        node.Log.IsDown = false;
        node.Run.Advance(TimeSpan.FromSeconds(1));
        node.Settle(client);
        client.Texts.ShouldBe(["lost", "shows the hole"]);
        client.Events.Count(e => e.JsonType == "connection.status.change" && e.Result.GetProperty("status").GetString() == "recovered").ShouldBe(1);
    }

    [Fact]
    public void A_stream_that_is_opened_while_the_log_is_down_hears_that_it_is_and_heartbeats()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        node.Log.IsDown = true;
        var (first, _) = node.Open(Node.Request(Room));
        var (later, _) = node.Open(Node.Request(Room));
        foreach (var client in new[] { first, later })
        {
            client.Events[^1].Result.GetProperty("status").GetString().ShouldBe("degraded");
            node.Run.Advance(TimeSpan.FromSeconds(31));
            client.Read();
            client.Events.Count(e => e.Type == "checkpoint").ShouldBeGreaterThanOrEqualTo(2);
            client.Events.ShouldAllBe(e => !e.HasId);
        }

        node.Log.IsDown = false;
        node.Run.Advance(TimeSpan.FromSeconds(1));
        node.Settle(first, later);
        owner.Emit(Room, "after");
        node.Settle(first, later);
        foreach (var client in new[] { first, later })
        {
            client.Texts.ShouldBe(["after"]);
            Statuses(client).ShouldBe(["connected", "degraded", "recovered"]);
        }
    }

    private static IEnumerable<string?> Statuses(SseClient client) =>
        client.Events.Where(e => e.JsonType == "connection.status.change").Select(e => e.Result.GetProperty("status").GetString());

    [Fact]
    public void A_silent_bus_is_not_trusted_for_ever()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        var (client, _) = node.Open(Node.Request(Room));
        owner.Append(Room, "nobody tells");
        node.Run.Advance(TimeSpan.FromSeconds(17));
        node.Settle(client);
        client.Texts.ShouldBe(["nobody tells"]);
    }

    [Fact]
    public void Who_leaves_in_the_middle_of_a_replay_leaves_no_subscription_and_no_window()
    {
        var bus = new InProcessBus();
        using var node = new Node(new MemoryLog(4), new SessionOptions { PageBytes = 1024, WindowLinger = TimeSpan.FromSeconds(2) }, bus: bus);
        var channels = Enumerable.Range(0, 8).Select(i => $"channel:c{i}").ToArray();
        foreach (var channel in channels)
        {
            using var owner = node.Owner(channel);
            ReplayEmit(owner, channel);
        }

        for (var turns = 0; turns < 60; turns += 3)
        {
            var client = new SseClient(pauseAt: 2048);
            _ = node.Hub.RunAsync(Node.Request(channels) with { FromEarliest = true }, client.Output, client.Gone.Token);
            var left = turns;
            node.Run.RunUntil(() => left-- == 0, TimeSpan.Zero);
            client.Gone.Cancel();
            node.Run.RunUntilIdle();
        }

        node.Run.Advance(TimeSpan.FromSeconds(10));
        node.Hub.Counters.Sessions.ShouldBe(0);
        node.Hub.Counters.Windows.ShouldBe(0);
        bus.SubscribedChannels.ShouldBe(0);
        node.Hub.Environment.Limits.Used.ShouldBe(0);
    }

    [Fact]
    public void A_page_reload_finds_the_window_and_reads_nothing_from_the_log()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        var (client, _) = node.Open(Node.Request(Room));
        ReplayEmit(owner, Room);
        node.Settle(client);
        var cursor = client.Events[^50].Id;
        client.Leave();
        node.Settle();
        var reads = node.Log.Reads;
        var (again, _) = node.Open(Node.Request(Room) with { Cursor = cursor });
        again.Texts.Count().ShouldBe(49);
        node.Log.Reads.ShouldBe(reads);
    }

    [Fact]
    public void Many_sessions_of_one_channel_are_woken_together_and_few_at_once()
    {
        using var node = new Node(new MemoryLog(1), new SessionOptions { WakeCostPerSession = TimeSpan.FromMilliseconds(1), MaxWakeDelay = TimeSpan.FromMilliseconds(20) });
        using var owner = node.Owner(Room);
        var clients = Enumerable.Range(0, 50).Select(_ => node.Open(Node.Request(Room)).Client).ToArray();
        node.Run.Advance(TimeSpan.FromSeconds(1));
        owner.Emit(Room, "first");
        node.Run.RunUntilIdle();
        Array.ForEach(clients, c => c.Read());
        clients.ShouldAllBe(c => c.Texts.Count() == 1, "the first comes at once");
        owner.Emit(Room, "second");
        owner.Emit(Room, "third");
        node.Run.Advance(TimeSpan.FromMilliseconds(19));
        Array.ForEach(clients, c => c.Read());
        clients.ShouldAllBe(c => c.Texts.Count() == 1);
        node.Run.Advance(TimeSpan.FromMilliseconds(1));
        Array.ForEach(clients, c => c.Read());
        clients.ShouldAllBe(c => c.Texts.SequenceEqual(new[] { "first", "second", "third" }));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_many_owners_a_feed_knows_those_whose_records_the_log_still_has(bool hasBus)
    {
        const int Kept = 4;
        using var node = new Node(new MemoryLog(1), bus: hasBus ? new InProcessBus() : new LogOnlyBus());
        var window = Listen(node);
        List<long> events = [];
        for (var i = 0; i < 50; i++)
        {
            using var owner = node.Owner(Room);
            events.Add(owner.Emit(Room, $"event {i}"));
            node.Log.Trim(0, events[Math.Max(0, events.Count - Kept)]);
            owner.Digest();
            node.Settle();
        }

        var view = window().Head.View;
        view.Position.ShouldBe(events[^1]);
        events.Where(offset => view.IsEvent(offset, node.Log.Records(0)[(int)offset])).ShouldBe(events[^Kept..]);
    }

    [Fact]
    public void A_feed_begins_with_the_claims_whose_records_the_log_still_has()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        owner.Emit(Room, "event");
        owner.Point();
        node.Log.Trim(0, 1);

        Listen(node)().Head.View.First.ShouldBe(1);
    }

    [Fact]
    public void A_feed_whose_point_retention_has_removed_begins_with_what_is_left()
    {
        using var node = new Node(new MemoryLog(1));
        using (var first = node.Owner(Room))
        {
            first.Emit(Room, "event");
            node.Log.Trim(0, first.Point() + 1);
        }

        var (client, _) = node.Open(Node.Request(Room));
        using var second = node.Owner(Room);
        second.Digest();
        second.Emit(Room, "later");
        node.Settle(client);

        client.Texts.ShouldBe(["later"]);
        node.Lines.Count(line => line is Error).ShouldBe(1);
    }

    [Fact]
    public void A_feed_knows_what_is_left_behind_a_point_where_retention_has_removed_the_first_of_it()
    {
        using var node = new Node(new MemoryLog(1), bus: new LogOnlyBus());
        using var owner = node.Owner(Room);
        var state = owner.State();
        owner.Append(Room, "removed");
        var left = owner.Append(Room, "left").Offset;
        owner.Point(state);
        node.Log.Trim(0, left);

        var view = Listen(node)().Head.View;

        view.IsEvent(left, node.Log.Records(0)[(int)left]).ShouldBeTrue();
    }

    private static Func<ChannelWindow> Listen(Node node)
    {
        var heard = new TaskCompletionSource<ChannelWindow>();
        var session = node.System.ActorOf(Props.Create<Listener>(heard), "listener");
        node.Hub.Environment.Feeds.Tell(new Listen(node.ShardOf(Room), Room, new SessionHandle(session), 0), session);
        node.Settle();
        return () => heard.Task.Result;
    }

    private sealed class Listener(TaskCompletionSource<ChannelWindow> heard) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is Listening listening)
            {
                heard.SetResult(listening.Window);
            }
        }
    }

    private static void ReplayEmit(Owner owner, string channel)
    {
        for (var i = 0; i < 100; i++)
        {
            owner.Emit(channel, $"{channel} {i} {new string('x', 100)}");
        }
    }
}
