using Actors.Contracts.Cursors;
using Actors.Sessions.Tests.Support;

namespace Actors.Sessions.Tests.Streams;

public sealed class ReplayTests
{
    private const string Room = "channel:r1";

    [Fact]
    public void From_earliest_replays_all_from_the_log_and_then_follows()
    {
        using var node = new Node(new MemoryLog(1), new SessionOptions { PageBytes = 1024 });
        using var owner = node.Owner(Room);
        var expected = Emit(owner, Room, 300);
        var (client, _) = node.Open(Node.Request(Room) with { FromEarliest = true });
        owner.Emit(Room, "live");
        node.Settle(client);

        client.Texts.ShouldBe([.. expected, "live"]);
        client.Single("caught_up").Result.GetProperty("replayed").GetInt64().ShouldBe(300);
        client.Events.FindIndex(e => e.JsonType == "caught_up").ShouldBeLessThan(client.Events.FindIndex(e => e.Text == "live"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(5000)]
    public void Replay_gives_the_last_so_many_of_each_channel(int count)
    {
        using var node = new Node(new MemoryLog(1), new SessionOptions { PageBytes = 1024 });
        using var owner = node.Owner(Room);
        List<string> mine = [];
        for (var i = 0; i < 3000; i++)
        {
            owner.Append("channel:noise", $"noise {i}");
            if (i % 100 == 0)
            {
                mine.Add($"mine {i}");
                owner.Append(Room, mine[^1]);
            }
        }

        var (client, _) = node.Open(Node.Request(Room, "channel:noise") with { Replay = count });
        client.Texts.Where(t => t.StartsWith("mine", StringComparison.Ordinal)).ShouldBe(mine.TakeLast(count));
        client.Texts.Count(t => t.StartsWith("noise", StringComparison.Ordinal)).ShouldBe(Math.Min(count, 3000));
    }

    [Fact]
    public void Replay_looks_back_no_further_than_the_scan_limit()
    {
        using var node = new Node(new MemoryLog(1), new SessionOptions { ReplayScanLimit = 100 });
        using var owner = node.Owner(Room);
        owner.Append(Room, "too far");
        for (var i = 0; i < 200; i++)
        {
            owner.Append("channel:noise", "noise");
        }

        owner.Append(Room, "near");
        node.Open(Node.Request(Room) with { Replay = 10 }).Client.Texts.ShouldBe(["near"]);
    }

    [Fact]
    public void What_a_dead_writer_appends_and_what_stands_behind_a_hole_is_never_shown()
    {
        using var node = new Node(new MemoryLog(1));
        using var dead = node.Owner(Room);
        dead.Append(Room, "one");
        using var owner = node.Owner(Room);
        dead.Append(Room, "from the dead");
        owner.Append(Room, "two");
        node.Log.Append(0, node.Log.Records(0)[^1] with { Seq = 5 });
        owner.Append(Room, "behind the hole");
        using var next = node.Owner(Room);
        next.Append(Room, "three");

        node.Open(Node.Request(Room) with { FromEarliest = true }).Client.Texts.ShouldBe(["one", "two", "three"]);
    }

    [Fact]
    public void Sixty_four_channels_over_many_shards_come_in_one_stream_each_in_its_order()
    {
        using var node = new Node(new MemoryLog(8), new SessionOptions { PageBytes = 1024 });
        var channels = Enumerable.Range(0, 64).Select(i => $"channel:c{i}").ToArray();
        var owners = channels.GroupBy(node.ShardOf).ToDictionary(g => g.Key, g => node.Owner(g.First()));
        for (var i = 0; i < 20; i++)
        {
            Array.ForEach(channels, c => owners[node.ShardOf(c)].Emit(c, $"{c} {i}"));
        }

        var (client, _) = node.Open(Node.Request(channels) with { FromEarliest = true });
        Array.ForEach(channels, c => owners[node.ShardOf(c)].Emit(c, $"{c} 20"));
        node.Settle(client);
        Check(client, channels, 21);
        client.Leave();

        var (again, _) = node.Open(Node.Request(channels) with { Cursor = client.Cursor });
        Array.ForEach(channels, c => owners[node.ShardOf(c)].Emit(c, $"{c} 21"));
        node.Settle(again);
        again.Texts.Count().ShouldBe(64);
        client.Cursor.Length.ShouldBeLessThanOrEqualTo(Cursor.MaxLength(64));
    }

    [Fact]
    public void A_cursor_of_another_set_of_channels_holds_for_those_that_it_names()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        owner.Emit(Room, "old");
        owner.Emit("channel:new", "old too");
        var cursor = Cursor.At(node.Log.LogId, Room, 0);

        var (client, _) = node.Open(Node.Request(Room, "channel:new") with { Cursor = cursor });
        owner.Emit("channel:new", "new");
        node.Settle(client);
        client.Texts.ShouldBe(["old", "new"]);
    }

    [Fact]
    public void The_cursor_of_a_202_shows_everything_behind_the_command()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        owner.Emit(Room, "before");
        var command = node.Log.Append(0, new Actors.Log.LogRecord { Kind = Actors.Log.RecordKind.Command, Channel = Room });
        owner.Emit(Room, "answer");
        node.Open(Node.Request(Room) with { Cursor = Cursor.At(node.Log.LogId, Room, command) }).Client.Texts.ShouldBe(["answer"]);
    }

    [Fact]
    public void A_feed_begins_at_the_recovery_point_and_reads_nothing_before_it()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        Emit(owner, Room, 500);
        owner.Point();
        owner.Digest();
        var reads = node.Log.Reads;
        var (client, _) = node.Open(Node.Request(Room));
        owner.Emit(Room, "live");
        node.Settle(client);

        client.Texts.ShouldBe(["live"]);
        (node.Log.Reads - reads).ShouldBe(1);
        node.Hub.Counters.Scans.ShouldBe(0);
    }

    [Fact]
    public void Fifty_clients_that_replay_one_channel_share_its_pages()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        var expected = Emit(owner, Room, 2000);
        var clients = Enumerable.Range(0, 50).Select(_ => node.Open(Node.Request(Room) with { FromEarliest = true }).Client).ToArray();
        node.Settle(clients);
        clients.ShouldAllBe(c => c.Texts.SequenceEqual(expected));
        node.Log.Reads.ShouldBeLessThan(20);
    }

    [Fact]
    public void A_log_that_does_not_answer_is_told_and_tried_again()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        var expected = Emit(owner, Room, 2000);
        node.Open(Node.Request("channel:r2"));
        node.Log.IsDown = true;
        var (client, _) = node.Open(Node.Request(Room) with { Cursor = Cursor.At(node.Log.LogId, Room, 0) });
        client.Events.ShouldContain(e => e.JsonType == "connection.status.change" && e.Result.GetProperty("status").GetString() == "degraded");
        node.Log.IsDown = false;
        node.Run.Advance(TimeSpan.FromSeconds(2));
        node.Settle(client);
        client.Texts.ShouldBe(expected);
        client.Events.ShouldContain(e => e.JsonType == "connection.status.change" && e.Result.GetProperty("status").GetString() == "recovered");
    }

    internal static List<string> Emit(Owner owner, string channel, int count)
    {
        var texts = Enumerable.Range(0, count).Select(i => $"event {i}").ToList();
        texts.ForEach(t => owner.Emit(channel, t));
        return texts;
    }

    private static void Check(SseClient client, string[] channels, int count)
    {
        var texts = client.Texts.ToLookup(t => t.Split(' ')[0]);
        Array.ForEach(channels, c => texts[c].ShouldBe(Enumerable.Range(0, count).Select(i => $"{c} {i}")));
    }
}
