using System.Net;
using Actors.Service.Requests;
using Actors.Service.Tests.Hosting;

namespace Actors.Service.Tests.Streams;

/// <summary>Long poll, history and snapshot.</summary>
public sealed class LookBackTests : IAsyncLifetime
{
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync("Jobs:Demo:TokensPerSecond=20", "Shards:DrainTimeout=00:00:00");

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Poll_goes_on_from_a_streams_cursor_and_a_stream_from_a_polls()
    {
        await PublishAsync("p", 1, 2, 3, 4, 5, 6);
        string cursor;
        await using (var stream = await SseReader.OpenAsync(_service.Client, "/api/events?channels=channel:p&from=earliest"))
        {
            await stream.UntilAsync("note");
            await stream.UntilAsync("note");
            cursor = stream.LastEventId;
        }

        var poll = await (await _service.Client.GetAsync($"/api/events/poll?channels=channel:p&limit=2&lastEventId={cursor}")).JsonAsync();
        poll.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("n").GetInt32()).ShouldBe([3, 4]);
        await using var again = await SseReader.OpenAsync(_service.Client, "/api/events?channels=channel:p", poll.GetProperty("cursor").GetString());
        (await again.UntilAsync("note"))[^1].GetProperty("n").GetInt32().ShouldBe(5);
    }

    [Fact]
    public async Task Poll_waits_for_the_first_event()
    {
        var first = await (await _service.Client.GetAsync("/api/events/poll?channels=channel:w&wait=0")).JsonAsync();
        first.GetProperty("events").GetArrayLength().ShouldBe(0);
        var cursor = first.GetProperty("cursor").GetString();
        var waiting = _service.Client.GetAsync($"/api/events/poll?channels=channel:w&wait=25&lastEventId={cursor}");
        await PublishAsync("w", 7);
        var poll = await (await waiting).JsonAsync();
        poll.GetProperty("events").EnumerateArray().Single().GetProperty("n").GetInt32().ShouldBe(7);
    }

    [Theory]
    [InlineData("asc")]
    [InlineData("desc")]
    public async Task History_of_large_events_comes_in_pages_of_bounded_bytes(string order)
    {
        var text = new string('x', 200_000);
        for (var n = 0; n < 30; n++)
        {
            (await _service.Client.PostJsonAsync("/api/channels/channel:large/events", $$"""{"type":"note","n":{{n}},"text":"{{text}}"}""")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        }

        await using (var stream = await SseReader.OpenAsync(_service.Client, "/api/events?channels=channel:large&from=earliest"))
        {
            for (var n = 0; n < 30; n++)
            {
                await stream.UntilAsync("note");
            }
        }

        List<int> heard = [];
        var next = string.Empty;
        for (var page = 0; page < 2; page++)
        {
            var answer = await _service.Client.GetAsync($"/api/events/history?channel=channel:large&limit=1000&order={order}{next}");
            (await answer.Content.ReadAsByteArrayAsync()).Length.ShouldBeLessThan(AnswerLimits.Bytes + 300_000);
            var json = await answer.JsonAsync();
            heard.AddRange(json.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("n").GetInt32()));
            next = json.TryGetProperty("next", out var offset) ? (order == "asc" ? "&after=" : "&before=") + offset.GetInt64() : "none";
        }

        next.ShouldBe("none");
        heard.Order().ShouldBe(Enumerable.Range(0, 30));
    }

    [Fact]
    public async Task History_is_paged_in_both_orders_and_by_type()
    {
        await PublishAsync("h", 1, 2, 3, 4, 5);
        await _service.Client.PostJsonAsync("/api/channels/channel:h/events", """{"type":"other"}""");
        await using (var stream = await SseReader.OpenAsync(_service.Client, "/api/events?channels=channel:h&from=earliest"))
        {
            await stream.UntilAsync("other");
        }

        foreach (var (order, expected) in new[] { ("asc", new[] { 1, 2, 3, 4, 5 }), ("desc", [5, 4, 3, 2, 1]) })
        {
            List<int> heard = [];
            var next = string.Empty;
            while (true)
            {
                var page = await (await _service.Client.GetAsync($"/api/events/history?channel=channel:h&types=note&limit=2&order={order}{next}")).JsonAsync();
                heard.AddRange(page.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("n").GetInt32()));
                if (!page.TryGetProperty("next", out var offset))
                {
                    break;
                }

                next = (order == "asc" ? "&after=" : "&before=") + offset.GetInt64();
            }

            heard.ShouldBe(expected);
        }

        var future = await (await _service.Client.GetAsync("/api/events/history?channel=channel:h&since=2999-01-01T00:00:00Z")).JsonAsync();
        future.GetProperty("events").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("order=up", "order")]
    [InlineData("since=yesterday", "since")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("after=x", "after")]
    [InlineData("channel=x", "channels")]
    public async Task History_refuses_what_it_does_not_understand(string query, string field)
    {
        var problem = await (await _service.Client.GetAsync("/api/events/history?" + query)).ProblemAsync(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Snapshot_and_a_stream_from_its_cursor_are_the_whole_text()
    {
        var accepted = await (await _service.Client.PostJsonAsync("/api/generate/text", """{"prompt":"snap","maxTokens":60}""")).JsonAsync();
        await using (var stream = await SseReader.OpenAsync(_service.Client, "/api/events", accepted.GetProperty("cursor").GetString()))
        {
            await stream.UntilAsync("ai_chat_chunk");
            await stream.UntilAsync("ai_chat_chunk");
        }

        var snapshot = await (await _service.Client.GetAsync("/api/channels/user:ada/snapshot?events=3")).JsonAsync();
        var job = snapshot.GetProperty("jobs").EnumerateArray().Single();
        job.GetProperty("jobId").GetString().ShouldBe(accepted.GetProperty("jobId").GetString());
        snapshot.GetProperty("events").GetArrayLength().ShouldBe(3);
        var text = job.GetProperty("text").GetString()!;
        text.Length.ShouldBeGreaterThan(0);
        await using var rest = await SseReader.OpenAsync(_service.Client, "/api/events", snapshot.GetProperty("cursor").GetString());
        var events = await rest.UntilAsync(Terminal.Types);
        text += string.Concat(events.Where(e => e.GetProperty("type").GetString() == "ai_chat_chunk").Select(e => e.GetProperty("result").GetProperty("text").GetString()));
        text.ShouldBe(events[^1].GetProperty("result").GetProperty("text").GetString());
    }

    private async Task PublishAsync(string room, params int[] numbers)
    {
        foreach (var n in numbers)
        {
            (await _service.Client.PostJsonAsync($"/api/channels/channel:{room}/events", $$"""{"type":"note","n":{{n}}}""")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        }
    }
}
