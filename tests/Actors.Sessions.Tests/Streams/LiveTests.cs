using Actors.Sessions.Tests.Support;

namespace Actors.Sessions.Tests.Streams;

public sealed class LiveTests
{
    private const string Room = "channel:r1";

    [Fact]
    public void First_bytes_come_at_once_and_say_where_the_stream_begins()
    {
        using var node = new Node(new MemoryLog(1));
        var client = new SseClient();
        _ = node.Hub.RunAsync(Node.Request(Room), client.Output, default);
        node.Run.RunUntilIdle();
        client.Read();

        client.Retries.ShouldHaveSingleItem().ShouldBeInRange(1000, 2000);
        var status = client.Events.ShouldHaveSingleItem();
        status.JsonType.ShouldBe("connection.status.change");
        status.Type.ShouldBe("message");
        status.HasId.ShouldBeFalse();
        status.Result.GetProperty("status").GetString().ShouldBe("connected");
        status.Result.GetProperty("resumed").GetBoolean().ShouldBeFalse();
        status.Result.GetProperty("from").GetString().ShouldBe("now");
    }

    [Fact]
    public void Live_from_now_gets_what_comes_and_nothing_before()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        owner.Emit(Room, "before");
        var (client, _) = node.Open(Node.Request(Room));
        owner.Emit(Room, "one");
        owner.Emit("channel:other", "not mine");
        owner.Emit(Room, "two");
        node.Settle(client);

        client.Texts.ShouldBe(["one", "two"]);
        client.Events.Where(e => e.Text is not null).ShouldAllBe(e => e.HasId);
    }

    [Fact]
    public void A_reconnect_with_the_last_id_gets_what_came_meanwhile_and_is_told_that_it_caught_up()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        var (client, ended) = node.Open(Node.Request(Room));
        owner.Emit(Room, "one");
        node.Settle(client);
        client.Leave();
        owner.Emit(Room, "two");
        owner.Emit(Room, "three");
        node.Settle();

        var (again, _) = node.Open(Node.Request(Room) with { Cursor = client.Cursor });
        again.Texts.ShouldBe(["two", "three"]);
        again.Single("caught_up").Result.GetProperty("replayed").GetInt64().ShouldBe(2);
        again.Events[0].Result.GetProperty("resumed").GetBoolean().ShouldBeTrue();
        node.Hub.Counters.Sessions.ShouldBe(1);
    }
}
