using System.Text;
using System.Text.Json;
using Actors.Contracts.Events;
using Actors.Contracts.Jobs;

namespace Actors.Contracts.Tests.Events;

public sealed class EventWriterTests
{
    private static readonly JobId Job = JobId.Create(3, new Guid("0192f0c4-0000-7000-8000-000000000001"));

    private static EventHead Head(string type) => new()
    {
        Type = type,
        Id = new Guid("0192f0c4-0000-7000-8000-000000000002"),
        Timestamp = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, TimeSpan.FromHours(2)),
        Channel = "user:ann",
        JobId = Job,
        Attempt = 1,
    };

    [Fact]
    public void Write_puts_the_head_first_and_the_result_under_result()
    {
        var bytes = EventWriter.Write(
            Head(EventTypes.ChatChunk),
            new ChatChunkResult { StreamId = "s", Text = "hé", Position = 4, Provider = "demo" },
            EventJson.Default.ChatChunkResult);

        Encoding.UTF8.GetString(bytes).ShouldBe(
            """{"type":"ai_chat_chunk","id":"0192f0c4-0000-7000-8000-000000000002","timestamp":"2026-01-02T01:04:05.006Z","v":1,"channel":"user:ann","jobId":"3-0192f0c4000070008000000000000001","attempt":1,"result":{"streamId":"s","text":"hé","position":4,"done":false,"provider":"demo"}}""");
    }

    [Fact]
    public void Write_of_an_error_puts_its_fields_at_top_level()
    {
        var bytes = EventWriter.Write(
            Head(EventTypes.GenerationFailed),
            new EventError("The provider is busy.", "rate_limited", Retryable: true, "Try again in a minute."),
            new PartialResult { Text = "so far" },
            EventJson.Default.PartialResult);

        using var json = JsonDocument.Parse(bytes);
        json.RootElement.GetProperty("error").GetString().ShouldBe("The provider is busy.");
        json.RootElement.GetProperty("code").GetString().ShouldBe("rate_limited");
        json.RootElement.GetProperty("retryable").GetBoolean().ShouldBeTrue();
        json.RootElement.GetProperty("suggestion").GetString().ShouldBe("Try again in a minute.");
        json.RootElement.GetProperty("result").GetProperty("text").GetString().ShouldBe("so far");
    }

    [Theory]
    [InlineData("a\r\nb")]
    [InlineData("\n\ndata: x")]
    [InlineData("nul \0 and \u001b")]
    [InlineData("\ud83d\ude00 emoji")]
    public void Write_keeps_every_text_on_one_line_and_gives_it_back(string text)
    {
        var bytes = EventWriter.Write(
            Head(EventTypes.ChatChunk),
            new ChatChunkResult { StreamId = "s", Text = text, Position = 0 },
            EventJson.Default.ChatChunkResult);

        bytes.ShouldNotContain((byte)'\r');
        bytes.ShouldNotContain((byte)'\n');
        bytes.ShouldNotContain((byte)0);
        using var json = JsonDocument.Parse(bytes);
        json.RootElement.GetProperty("result").GetProperty("text").GetString().ShouldBe(text);
    }

    [Fact]
    public void Write_leaves_out_what_is_not_there()
    {
        var bytes = EventWriter.Write(
            new EventHead { Type = EventTypes.CaughtUp, Id = Guid.Empty, Timestamp = DateTimeOffset.UnixEpoch, Channel = string.Empty },
            new CaughtUpResult { Replayed = 3 },
            EventJson.Default.CaughtUpResult);

        Encoding.UTF8.GetString(bytes).ShouldBe(
            """{"type":"caught_up","id":"00000000-0000-0000-0000-000000000000","timestamp":"1970-01-01T00:00:00.000Z","v":1,"result":{"replayed":3}}""");
    }
}
