using System.Text;
using System.Text.Json;
using Actors.Log;
using Actors.Shards.Commands;

namespace Actors.Shards.Tests.Commands;

public sealed class PublishedEventsTests
{
    private const string Channel = "channel:a";
    private const int MaxBytes = 4096;
    private static readonly ShardPlace Place = new(0xac7025, 2, 8);

    [Fact]
    public void Read_appends_a_whole_event_byte_for_byte()
    {
        const string Whole = """{"type":"price","id":"018f","timestamp":"2026-01-01T00:00:00.000Z","v":1,"channel":"channel:a","n": 1.50}""";

        Text(Whole).ShouldBe(Whole);
    }

    [Fact]
    public void Read_completes_an_event_that_has_only_a_type_and_does_so_the_same_way_each_time()
    {
        var first = Text("""{"type":"price","n":1}""");

        first.ShouldBe(Text("""{"type":"price","n":1}"""));
        using var json = JsonDocument.Parse(first);
        json.RootElement.EnumerateObject().Select(p => p.Name).ShouldBe(["type", "id", "timestamp", "v", "channel", "n"]);
        json.RootElement.GetProperty("timestamp").GetString().ShouldBe("2026-01-02T03:04:05.678Z");
        Guid.Parse(json.RootElement.GetProperty("id").GetString()!).Version.ShouldBe(7);
    }

    [Theory]
    [InlineData("""{"n":1,"type":"price"}""")]
    [InlineData("{\n\"type\":\"price\",\n\"n\":1}")]
    [InlineData("""{"type":"price","id":7,"channel":"channel:other","n":1}""")]
    public void Read_puts_the_type_first_on_one_line_in_the_channel_of_the_command(string json)
    {
        var text = Text(json);

        text.ShouldStartWith("""{"type":"price","id":""");
        text.ShouldContain("\"channel\":\"channel:a\"");
        text.ShouldNotContain("other");
        text.ShouldNotContain('\n');
    }

    [Fact]
    public void Read_gives_each_event_of_a_batch_its_own_id()
    {
        var drafts = PublishedEvents.Read(Command("""{"type":"a"},{"type":"a"}"""), Place, MaxBytes, out _)!;

        drafts.Length.ShouldBe(2);
        drafts[0].Payload.Span.SequenceEqual(drafts[1].Payload.Span).ShouldBeFalse();
    }

    [Theory]
    [InlineData("", "1 to 1000")]
    [InlineData("1", "no object with a type")]
    [InlineData("""{"type":""}""", "no object with a type")]
    [InlineData("""{"type":"a"},{"type":7}""", "Event 1")]
    public void Read_takes_all_or_nothing(string events, string problem)
    {
        PublishedEvents.Read(Command(events), Place, MaxBytes, out var said).ShouldBeNull();
        said!.ShouldContain(problem);
    }

    [Fact]
    public void Read_refuses_an_event_that_is_too_large()
    {
        PublishedEvents.Read(Command($$"""{"type":"a","x":"{{new string('x', MaxBytes)}}"}"""), Place, MaxBytes, out var said).ShouldBeNull();
        said!.ShouldContain("at most 4096");
    }

    private static string Text(string json) =>
        Encoding.UTF8.GetString(PublishedEvents.Read(Command(json), Place, MaxBytes, out _)!.ShouldHaveSingleItem().Payload.Span);

    private static ParsedCommand Command(string events) => ParsedCommand.Read(new LogEntry(
        77,
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero).ToUnixTimeMilliseconds(),
        new LogRecord
        {
            Kind = RecordKind.Command,
            Channel = Channel,
            Value = Encoding.UTF8.GetBytes($$"""{"type":"events.publish","user":"u","channel":"channel:a","events":[{{events}}]}"""),
        }));
}
