using System.Net;
using System.Text.Json;
using Actors.Service.Tests.Hosting;

namespace Actors.Service.Tests.Jobs;

public sealed class GenerateTests : IAsyncLifetime
{
    private const string Path = "/api/generate/text";
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync("Jobs:Demo:TokensPerSecond=2000");

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Accepted_job_says_where_it_is_followed_and_a_stream_from_its_cursor_has_all_of_it()
    {
        var response = await _service.Client.PostJsonAsync(Path, """{"prompt":"the sea","maxTokens":30}""");
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var accepted = await response.JsonAsync();
        var id = accepted.GetProperty("jobId").GetString()!;
        response.Headers.Location!.ToString().ShouldBe($"/api/jobs/{id}");
        accepted.GetProperty("channel").GetString().ShouldBe("user:ada");
        accepted.GetProperty("cursor").GetString()!.Length.ShouldBeLessThanOrEqualTo(128);

        await using var stream = await SseReader.OpenAsync(_service.Client, accepted.GetProperty("links").GetProperty("events").GetString()!);
        var events = await stream.UntilAsync(Terminal.Types);
        var types = events.Where(e => e.TryGetProperty("jobId", out _)).Select(e => e.GetProperty("type").GetString()!).ToList();
        types[..2].ShouldBe(["generation_queued", "generation_started"]);
        types[^1].ShouldBe("generation_complete");
        types.Count(Terminal.Types.Contains).ShouldBe(1);

        var chunks = string.Concat(events.Where(e => e.GetProperty("type").GetString() == "ai_chat_chunk").Select(e => e.GetProperty("result").GetProperty("text").GetString()));
        var whole = events[^1].GetProperty("result").GetProperty("text").GetString();
        chunks.ShouldBe(whole);
        (await _service.Client.GetStringAsync($"/api/jobs/{id}/text")).ShouldBe(whole);

        var job = await (await _service.Client.GetAsync($"/api/jobs/{id}")).JsonAsync();
        job.GetProperty("status").GetString().ShouldBe("completed");
        job.GetProperty("text").GetString().ShouldBe(whole);
        job.GetProperty("usage").GetProperty("outputTokens").GetInt32().ShouldBeGreaterThan(0);
        job.GetProperty("input").GetProperty("prompt").GetString().ShouldBe("the sea");
        job.TryGetProperty("error", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Job_is_found_right_after_its_202()
    {
        for (var i = 0; i < 20; i++)
        {
            var accepted = await (await _service.Client.PostJsonAsync(Path, """{"prompt":"x","maxTokens":1}""")).JsonAsync();
            var response = await _service.Client.GetAsync(accepted.GetProperty("links").GetProperty("self").GetString());
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Job_can_be_heard_in_a_room()
    {
        await using var room = await SseReader.OpenAsync(_service.As("bob"), "/api/events?channels=channel:room");
        await room.UntilAsync("connection.status.change");
        var accepted = await (await _service.Client.PostJsonAsync(Path, """{"prompt":"x","maxTokens":3,"channel":"channel:room"}""")).JsonAsync();
        accepted.GetProperty("channel").GetString().ShouldBe("channel:room");
        var events = await room.UntilAsync(Terminal.Types);
        events[^1].GetProperty("jobId").GetString().ShouldBe(accepted.GetProperty("jobId").GetString());
    }

    [Theory]
    [InlineData("""{}""", "prompt")]
    [InlineData("""{"prompt":""}""", "prompt")]
    [InlineData("""{"prompt":7}""", "prompt")]
    [InlineData("""{"prompt":"x","promt":1}""", "promt")]
    [InlineData("""{"prompt":"x","maxTokens":0}""", "maxTokens")]
    [InlineData("""{"prompt":"x","maxTokens":"many"}""", "maxTokens")]
    [InlineData("""{"prompt":"x","channel":"nope"}""", "channel")]
    [InlineData("""{"prompt":"x","channel":3}""", "channel")]
    [InlineData("""{"prompt":"x","options":{"heat":1}}""", "options.heat")]
    [InlineData("""{"prompt":"\ud800"}""", "prompt")]
    [InlineData("""{"prompt":"x","options":{"a":["y","\uDC00 z"]}}""", "options.a[1]")]
    [InlineData("""{"prompt":"x","\ud800":1}""", "")]
    [InlineData("""{"prompt":"x","channel":"\ud800"}""", "channel")]
    [InlineData("""["prompt"]""", "")]
    [InlineData("""{"prompt":"x" """, "")]
    public async Task Input_that_is_not_valid_is_refused_by_the_name_of_its_field(string body, string field)
    {
        var problem = await (await _service.Client.PostJsonAsync(Path, body)).ProblemAsync(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).ShouldContain(field, body);
    }

    [Fact]
    public async Task Input_that_is_no_utf8_is_refused_by_the_name_of_its_field()
    {
        using var body = new ByteArrayContent([.. "{\"prompt\":\"x"u8, 0xff, .. "\"}"u8]);
        body.Headers.ContentType = new("application/json");
        var problem = await (await _service.Client.PostAsync(Path, body)).ProblemAsync(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").EnumerateObject().Single().Name.ShouldBe("prompt");
    }

    [Fact]
    public async Task Surrogate_pair_by_escapes_is_text_like_any_other()
    {
        var accepted = await (await _service.Client.PostJsonAsync(Path, """{"prompt":"\ud83d\ude00","maxTokens":1}""")).JsonAsync();
        var job = await (await _service.Client.GetAsync(accepted.GetProperty("links").GetProperty("self").GetString())).JsonAsync();
        job.GetProperty("input").GetProperty("prompt").GetString().ShouldBe("😀");
    }

    [Fact]
    public async Task Empty_body_and_other_media_types_are_refused()
    {
        await (await _service.Client.PostAsync(Path, null)).ProblemAsync(HttpStatusCode.BadRequest);
        await (await _service.Client.PostAsync(Path, new StringContent("""{"prompt":"x"}""", System.Text.Encoding.UTF8, "text/plain")))
            .ProblemAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Prompt_of_ten_megabytes_is_refused_clearly()
    {
        var body = JsonSerializer.Serialize(new { prompt = new string('x', 10_000_000) });
        await (await _service.Client.PostJsonAsync(Path, body)).ProblemAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Prompt_beyond_the_handlers_limit_is_refused_by_its_field()
    {
        var body = JsonSerializer.Serialize(new { prompt = new string('x', 100_000) });
        var problem = await (await _service.Client.PostJsonAsync(Path, body)).ProblemAsync(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").TryGetProperty("prompt", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task User_ids_of_any_bytes_have_a_channel()
    {
        using var client = _service.Anonymous();
        var user = Uri.EscapeDataString("ada@example.org|ü");
        var accepted = await (await client.PostJsonAsync(Path + "?user=" + user, """{"prompt":"x","maxTokens":2}""")).JsonAsync();
        accepted.GetProperty("channel").GetString()!.ShouldStartWith("user:x--");
        var job = await (await client.GetAsync(accepted.GetProperty("links").GetProperty("self").GetString() + "?user=" + user)).JsonAsync();
        job.GetProperty("jobId").GetString().ShouldBe(accepted.GetProperty("jobId").GetString());
    }
}
