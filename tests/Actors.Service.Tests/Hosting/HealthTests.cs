using System.Net;

namespace Actors.Service.Tests.Hosting;

public sealed class HealthTests : IAsyncLifetime
{
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Node_is_live_at_once_and_ready_when_all_its_shards_are_served()
    {
        (await _service.Anonymous().GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Eventually.IsTrueAsync(async () => (await _service.Anonymous().GetAsync("/health/ready")).StatusCode == HttpStatusCode.OK);
        var health = await (await _service.Anonymous().GetAsync("/health")).JsonAsync();
        health.GetProperty("status").GetString().ShouldBe("healthy");
        health.GetProperty("log").GetString().ShouldBe("up");
        health.GetProperty("history").GetString().ShouldBe("up");
        health.GetProperty("shards").GetArrayLength().ShouldBe(8);
        foreach (var counter in new[] { "published", "delivered", "sessions", "windows", "replays", "scans", "resets" })
        {
            health.GetProperty("counters").GetProperty(counter).GetInt64().ShouldBeGreaterThanOrEqualTo(0);
        }
    }

    [Fact]
    public async Task Metrics_count_what_is_delivered()
    {
        await using var stream = await SseReader.OpenAsync(_service.Client, "/api/events");
        await stream.UntilAsync("connection.status.change");
        for (var i = 0; i < 8; i++)
        {
            await _service.Client.PostJsonAsync("/api/channels/user:ada/events", """{"type":"note"}""");
            await stream.UntilAsync("note");
        }

        await using (var again = await SseReader.OpenAsync(_service.Client, "/api/events", stream.LastEventId))
        {
            await again.UntilAsync("caught_up");
        }

        await using (var lost = await SseReader.OpenAsync(_service.Client, "/api/events", "no-cursor"))
        {
            await lost.UntilAsync("reset");
        }

        (await _service.Anonymous().GetAsync("/api/events")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await _service.Client.PostJsonAsync("/api/generate/text", """{"prompt":"x","maxTokens":1}""");
        await stream.UntilAsync("generation_complete");
        var text = await _service.Anonymous().GetStringAsync("/metrics");
        string[] families =
        [
            "actors_sessions_open gauge", "actors_sessions_delivered_total counter", "actors_sessions_latency_seconds histogram",
            "actors_sessions_replays_total counter", "actors_sessions_resets_total counter", "actors_sessions_holes_total counter",
            "actors_sessions_scans_total counter", "actors_service_connects_total counter", "actors_service_reconnects_total counter",
            "actors_service_first_byte_seconds histogram", "actors_shards_lag gauge", "actors_shards_jobs gauge", "actors_shards_owned gauge",
            "actors_shards_claims_total counter", "actors_shards_commit_duration_seconds histogram", "actors_log_appended_total counter",
            "actors_log_commit_seconds histogram", "actors_log_up gauge", "actors_jobs_ended_total counter", "actors_history_applied_total counter",
        ];
        foreach (var family in families)
        {
            text.ShouldContain($"# TYPE {family}\n");
        }

        text.ShouldMatch("""actors_sessions_latency_seconds_count [1-9]""");
        text.ShouldMatch("""actors_sessions_replays_total\{reason="cursor"\} [1-9]""");
        text.ShouldMatch("""actors_sessions_resets_total\{reason="malformed"\} [1-9]""");
        text.ShouldMatch("""actors_service_connects_total\{outcome="accepted"\} [1-9]""");
        text.ShouldMatch("""actors_service_connects_total\{outcome="http_401"\} [1-9]""");
        text.ShouldContain("actors_shards_commit_duration_seconds_bucket{");
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#'))
        {
            line.ShouldMatch("""^[a-zA-Z_][a-zA-Z0-9_]*(\{[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*"(,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*")*\})? [-+0-9.eEInfNa]+$""");
        }
    }

    [Fact]
    public async Task Uptime_counts_from_the_start_and_not_from_the_first_question()
    {
        var started = TimeProvider.System.GetTimestamp();
        await Eventually.IsTrueAsync(() => Task.FromResult(TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(1.1)));
        var health = await (await _service.Anonymous().GetAsync("/health")).JsonAsync();
        health.GetProperty("uptimeSeconds").GetInt64().ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public async Task Log_that_says_where_it_ends_is_up()
    {
        await Eventually.IsTrueAsync(async () =>
            (await _service.Anonymous().GetStringAsync("/metrics")).Contains("\nactors_log_up 1\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Documents_describe_every_route_of_the_service()
    {
        var openApi = await (await _service.Anonymous().GetAsync("/openapi/v1.json")).JsonAsync();
        var paths = openApi.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
        string[] expected =
        [
            "/api/generate/text", "/api/jobs", "/api/jobs/{jobId}", "/api/jobs/{jobId}/text", "/api/jobs/{jobId}/cancel", "/api/jobs/{jobId}/resume",
            "/api/events", "/api/events/poll", "/api/events/history", "/api/events/ticket", "/api/channels/{channel}/snapshot",
            "/api/channels/{channel}/events", "/api/channels/{channel}/presence", "/api/channels/{channel}/typing", "/health", "/health/live", "/health/ready", "/admin/shards",
        ];
        paths.ShouldBe(expected, ignoreOrder: true);
        (await _service.Anonymous().GetAsync("/asyncapi.json")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Page_is_served_without_an_identity_and_its_hashed_files_for_ever()
    {
        var page = await _service.Anonymous().GetAsync("/");
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        page.Headers.CacheControl!.NoCache.ShouldBeTrue();
        var html = await page.Content.ReadAsStringAsync();
        var script = System.Text.RegularExpressions.Regex.Match(html, "/assets/[^\"]+\\.js").Value;
        var asset = await _service.Anonymous().GetAsync(script);
        asset.StatusCode.ShouldBe(HttpStatusCode.OK);
        asset.Headers.CacheControl!.ToString().ShouldContain("max-age=31536000");
        foreach (var headers in new[] { page.Headers, asset.Headers })
        {
            headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'; script-src 'self'");
            headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        }
    }
}
