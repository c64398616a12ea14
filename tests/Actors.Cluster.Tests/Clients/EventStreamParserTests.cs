using System.Text;

namespace Actors.Cluster.Tests.Clients;

/// <summary>The examples of WHATWG HTML §9.2.6, and the rules that they leave out.</summary>
public sealed class EventStreamParserTests
{
    private readonly List<string> _events = [];
    private readonly List<int> _retries = [];
    private readonly EventStreamParser _parser;

    public EventStreamParserTests()
    {
        _parser = new EventStreamParser((type, data) => _events.Add($"{type}:{Encoding.UTF8.GetString(data)}"), _retries.Add);
        _parser.Begin();
    }

    [Theory]
    [InlineData("data: YHOO\ndata: +2\ndata: 10\n\n", "message:YHOO\n+2\n10")]
    [InlineData("data\n\ndata\ndata\n\ndata:", "message:|message:\n")]
    [InlineData("data:test\n\ndata: test\n\n", "message:test|message:test")]
    [InlineData("data: a\r\rdata: b\r\n\r\n", "message:a|message:b")]
    [InlineData(": comment\nevent: add\ndata: 1\n\ndata: 2\n\n", "add:1|message:2")]
    [InlineData("\ufeffdata: 1\n\n", "message:1")]
    [InlineData("event: nothing\n\ndata: 1\n\n", "message:1")]
    public void Feed_dispatches_what_the_standard_says(string stream, string expected)
    {
        foreach (var b in Encoding.UTF8.GetBytes(stream))
        {
            _parser.Feed([b]);
        }

        string.Join('|', _events).ShouldBe(expected);
    }

    [Fact]
    public void Last_event_id_moves_with_a_blank_line_only_and_also_where_there_is_no_data()
    {
        Feed("id: 1\ndata: a\n\nid: 2\n");
        _parser.LastEventId.ShouldBe("1");
        Feed("\n");
        _parser.LastEventId.ShouldBe("2");
        _events.Count.ShouldBe(1);
        Feed("id: x\0y\ndata: b\n\n");
        _parser.LastEventId.ShouldBe("2");
        Feed("id\ndata: c\n\n");
        _parser.LastEventId.ShouldBe("");
    }

    [Fact]
    public void A_new_connection_discards_what_was_not_dispatched_and_keeps_the_last_id()
    {
        Feed("id: 1\ndata: a\n\nid: 2\ndata: half");
        _parser.Begin();
        Feed("data: b\n\n");
        _parser.LastEventId.ShouldBe("1");
        _events.ShouldBe(["message:a", "message:b"]);
    }

    [Fact]
    public void Retry_takes_digits_only()
    {
        Feed("retry: 300\nretry: 1s\nretry:\n\n");
        _retries.ShouldBe([300]);
    }

    private void Feed(string stream) => _parser.Feed(Encoding.UTF8.GetBytes(stream));
}
