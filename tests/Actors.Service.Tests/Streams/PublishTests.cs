using System.Net;
using System.Text.Json;
using Actors.Service.Tests.Hosting;

namespace Actors.Service.Tests.Streams;

public sealed class PublishTests : IAsyncLifetime
{
    private const string Path = "/api/channels/channel:p/events";
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [InlineData("""{"type":"note","n":1}""", 1)]
    [InlineData("""[{"type":"note","n":1},{"type":"note","n":2}]""", 2)]
    [InlineData("""{"events":[{"type":"note","n":1},{"type":"note","n":2},{"type":"my.own-Type_2","n":3}]}""", 3)]
    public async Task Events_are_made_whole_and_come_in_order_from_the_cursor(string body, int count)
    {
        var response = await _service.Client.PostJsonAsync(Path, body);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var accepted = await response.JsonAsync();
        var ids = accepted.GetProperty("ids").EnumerateArray().Select(i => i.GetString()!).ToList();
        ids.Count.ShouldBe(count);
        await using var stream = await SseReader.OpenAsync(_service.Client, "/api/events?channels=channel:p", accepted.GetProperty("cursor").GetString());
        var events = (await stream.UntilAsync("caught_up")).Where(e => e.TryGetProperty("n", out _)).ToList();
        while (events.Count < count)
        {
            events.Add((await stream.UntilAsync("note", "my.own-Type_2"))[^1]);
        }

        events.Select(e => e.GetProperty("id").GetString()).ShouldBe(ids);
        events.Select(e => e.GetProperty("n").GetInt32()).ShouldBe(Enumerable.Range(1, count));
        events.ShouldAllBe(e => e.EnumerateObject().First().Name == "type" && e.GetProperty("channel").GetString() == "channel:p" && e.GetProperty("v").GetInt32() == 1);
        events.ShouldAllBe(e => e.GetProperty("timestamp").GetDateTimeOffset() > TimeProvider.System.GetUtcNow().AddMinutes(-5));
    }

    [Fact]
    public async Task A_request_that_no_record_holds_is_refused_for_good()
    {
        // Six bytes in the log for each: more than 4 MiB in all, although every event and the body are within their limits.
        var text = new string('\u007f', 40_000);
        var problem = await (await _service.Client.PostJsonAsync(Path, $"[{string.Join(',', Enumerable.Repeat($"{{\"type\":\"note\",\"text\":\"{text}\"}}", 20))}]"))
            .ProblemAsync(HttpStatusCode.RequestEntityTooLarge);

        problem.GetProperty("detail").GetString()!.ShouldContain("at most 4128768 are taken");
    }

    [Theory]
    [InlineData("""{"n":1}""", "type")]
    [InlineData("""{"type":1}""", "type")]
    [InlineData("""{"type":""}""", "type")]
    [InlineData("""{"type":"1x"}""", "type")]
    [InlineData("""{"type":"a b"}""", "type")]
    [InlineData("""{"type":"generation_complete"}""", "type")]
    [InlineData("""{"type":"reset"}""", "type")]
    [InlineData("""{"type":"x","id":"mine"}""", "id")]
    [InlineData("""{"type":"x","v":0}""", "v")]
    [InlineData("""[{"type":"x"},{"type":"ai_chat_chunk"}]""", "[1].type")]
    [InlineData("""{"events":[{"type":"x"},7]}""", "events[1]")]
    [InlineData("""{"events":[]}""", "events")]
    [InlineData("[]", "")]
    [InlineData("7", "")]
    public async Task Events_that_are_none_are_refused_by_their_place(string body, string field)
    {
        var problem = await (await _service.Client.PostJsonAsync(Path, body)).ProblemAsync(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").EnumerateObject().Single().Name.ShouldBe(field);
    }

    [Fact]
    public async Task Thousand_events_are_taken_and_one_more_is_not()
    {
        string Batch(int count) => JsonSerializer.Serialize(Enumerable.Range(0, count).Select(n => new { type = "note", n }));
        (await _service.Client.PostJsonAsync(Path, Batch(1000))).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await (await _service.Client.PostJsonAsync(Path, Batch(1001))).ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Event_that_is_too_large_is_refused() =>
        await (await _service.Client.PostJsonAsync(Path, JsonSerializer.Serialize(new { type = "note", text = new string('x', 300_000) })))
            .ProblemAsync(HttpStatusCode.RequestEntityTooLarge);

    [Theory]
    [InlineData("nope")]
    [InlineData("channel:")]
    [InlineData("room:x")]
    [InlineData("channel:a%20b")]
    public async Task Channel_that_is_none_is_refused(string channel) =>
        await (await _service.Client.PostJsonAsync($"/api/channels/{channel}/events", """{"type":"note"}""")).ProblemAsync(HttpStatusCode.BadRequest);
}
