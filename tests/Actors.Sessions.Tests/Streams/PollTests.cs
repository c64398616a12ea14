using System.Text;
using Actors.Sessions.Streams;
using Actors.Sessions.Tests.Support;

namespace Actors.Sessions.Tests.Streams;

public sealed class PollTests
{
    private const string Room = "channel:r1";

    [Fact]
    public async Task A_poll_waits_for_the_first_event()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        var poll = node.Hub.PollAsync(Node.Request(Room), TimeSpan.FromSeconds(30), 100, default);
        node.Run.Advance(TimeSpan.FromSeconds(5));
        poll.IsCompleted.ShouldBeFalse();
        owner.Emit(Room, "one");
        node.Settle();
        Texts(await poll).ShouldBe([Owner.Payload("chat", "one")]);
        node.Hub.Counters.Sessions.ShouldBe(0);
    }

    [Fact]
    public async Task A_poll_that_finds_nothing_ends_with_a_cursor_when_its_time_is_over()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        var poll = node.Hub.PollAsync(Node.Request(Room), TimeSpan.FromSeconds(5), 100, default);
        node.Run.Advance(TimeSpan.FromSeconds(6));
        var result = await poll;
        result.Events.ShouldBeEmpty();
        owner.Emit(Room, "between");
        var next = node.Hub.PollAsync(Node.Request(Room) with { Cursor = result.Cursor }, TimeSpan.FromSeconds(5), 100, default);
        node.Settle();
        (await next).Events.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_client_goes_over_from_polls_to_a_stream_and_back_without_a_hole()
    {
        using var node = new Node(new MemoryLog(1), new SessionOptions { PageBytes = 1024 });
        using var owner = node.Owner(Room);
        ReplayTests.Emit(owner, Room, 100);
        var poll = node.Hub.PollAsync(Node.Request(Room) with { FromEarliest = true }, TimeSpan.FromSeconds(5), 30, default);
        node.Settle();
        var first = await poll;
        first.Events.Count.ShouldBe(30);

        var (client, _) = node.Open(Node.Request(Room) with { Cursor = first.Cursor });
        client.Texts.ShouldBe(Enumerable.Range(30, 70).Select(i => $"event {i}"));
        client.Leave();
        owner.Emit(Room, "event 100");
        var last = node.Hub.PollAsync(Node.Request(Room) with { Cursor = client.Cursor }, TimeSpan.FromSeconds(5), 30, default);
        node.Settle();
        Texts(await last).ShouldBe([Owner.Payload("chat", "event 100")]);
    }

    [Fact]
    public async Task An_answer_is_bounded_in_bytes_too_and_the_next_one_goes_on_behind_it()
    {
        using var node = new Node(new MemoryLog(1));
        using var owner = node.Owner(Room);
        var large = new string('x', 200_000);
        for (var i = 0; i < 30; i++)
        {
            owner.Emit(Room, $"{i} {large}");
        }

        List<byte[]> heard = [];
        string? cursor = null;
        for (var polls = 0; polls < 2; polls++)
        {
            var poll = node.Hub.PollAsync(Node.Request(Room) with { FromEarliest = true, Cursor = cursor }, TimeSpan.FromSeconds(5), 1000, default);
            node.Settle();
            var result = await poll;
            result.Events.Sum(e => (long)e.Length).ShouldBeInRange(1, PollSink.MaxBytes + 250_000);
            heard.AddRange(Texts(result));
            cursor = result.Cursor;
        }

        heard.ShouldBe(Enumerable.Range(0, 30).Select(i => Owner.Payload("chat", $"{i} {large}")));
    }

    [Fact]
    public async Task A_bad_cursor_is_answered_by_a_reset_event()
    {
        using var node = new Node(new MemoryLog(1));
        var poll = node.Hub.PollAsync(Node.Request(Room) with { Cursor = "garbage" }, TimeSpan.FromSeconds(5), 30, default);
        node.Settle();
        var result = await poll;
        Encoding.UTF8.GetString(result.Events.ShouldHaveSingleItem().Span).ShouldStartWith("{\"type\":\"reset\"");
        result.Cursor.ShouldNotBeNull();
    }

    private static IEnumerable<byte[]> Texts(PollResult result) => result.Events.Select(e => e.ToArray());
}
