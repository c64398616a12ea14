using System.Net;
using Actors.Service.Tests.Hosting;

namespace Actors.Service.Tests.Limits;

public sealed class LimitTests
{
    [Fact]
    public async Task Stream_beyond_the_users_connections_is_told_when_to_come_back_and_closed()
    {
        await using var service = await RunningService.StartAsync("Limits:MaxConnectionsPerUser=2");
        await using var first = await SseReader.OpenAsync(service.Client, "/api/events");
        await using (await SseReader.OpenAsync(service.Client, "/api/events"))
        {
            var answer = await service.Client.GetAsync("/api/events");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
            (await answer.Content.ReadAsStringAsync()).Trim().ShouldMatch("^retry: [0-9]+$");
            var poll = await service.Client.GetAsync("/api/events/poll");
            await poll.ProblemAsync(HttpStatusCode.TooManyRequests);
            poll.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
            await using var other = await SseReader.OpenAsync(service.As("bob"), "/api/events");
            await other.UntilAsync("connection.status.change");
        }

        await Eventually.IsTrueAsync(async () =>
        {
            using var again = await service.Client.GetAsync("/api/events/poll?wait=0");
            return again.StatusCode == HttpStatusCode.OK;
        });
    }

    [Theory]
    [InlineData("/api/events/")]
    [InlineData("/API/Events/")]
    public async Task Stream_by_another_spelling_of_its_path_runs_and_gives_its_place_back(string path)
    {
        await using var service = await RunningService.StartAsync("Limits:MaxConnectionsPerUser=1");
        await using (var stream = await SseReader.OpenAsync(service.Client, path))
        {
            await stream.UntilAsync("connection.status.change");
        }

        await Eventually.IsTrueAsync(async () =>
        {
            using var again = await service.Client.GetAsync("/api/events/poll?wait=0");
            return again.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task Refused_streams_and_polls_take_no_place()
    {
        await using var service = await RunningService.StartAsync("Limits:MaxConnectionsPerUser=1");
        foreach (var fault in new[] { "presence=maybe", "named=maybe", "channels=nope", "jobId=nope" })
        {
            await (await service.Client.GetAsync("/api/events?" + fault)).ProblemAsync(HttpStatusCode.BadRequest);
            await (await service.Client.GetAsync("/api/events/poll?" + fault)).ProblemAsync(HttpStatusCode.BadRequest);
        }

        await using var stream = await SseReader.OpenAsync(service.Client, "/api/events");
        await stream.UntilAsync("connection.status.change");
    }

    [Fact]
    public async Task Posts_beyond_the_users_rate_are_answered_429_with_a_time()
    {
        await using var service = await RunningService.StartAsync("Limits:RequestsPerSecondPerUser=1", "Limits:RequestBurstPerUser=3");
        List<HttpResponseMessage> answers = [];
        for (var i = 0; i < 6; i++)
        {
            answers.Add(await service.Client.PostAsync("/api/events/ticket", null));
        }

        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBeInRange(3, 5);
        var refused = answers.First(a => a.StatusCode != HttpStatusCode.OK);
        await refused.ProblemAsync(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        (await service.As("bob").PostAsync("/api/events/ticket", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Jobs_beyond_the_users_open_ones_are_answered_429_until_some_end()
    {
        await using var service = await RunningService.StartAsync("Limits:MaxOpenJobsPerUser=2", "Jobs:Demo:TokensPerSecond=20", "Shards:DrainTimeout=00:00:00");
        const string body = """{"prompt":"x","maxTokens":5000}""";
        var first = await (await service.Client.PostJsonAsync("/api/generate/text", body)).JsonAsync();
        (await service.Client.PostJsonAsync("/api/generate/text", body)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var refused = await service.Client.PostJsonAsync("/api/generate/text", body);
        await refused.ProblemAsync(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        await service.Client.PostAsync(first.GetProperty("links").GetProperty("cancel").GetString(), null);
        await using (var stream = await SseReader.OpenAsync(service.Client, "/api/events", first.GetProperty("cursor").GetString()))
        {
            await stream.UntilAsync("generation_cancelled");
        }

        await Eventually.IsTrueAsync(async () => (await service.Client.PostJsonAsync("/api/generate/text", body)).StatusCode == HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Half_a_request_costs_others_nothing_and_ends_by_the_servers_patience()
    {
        await using var service = await RunningService.StartAsync("Server:RequestHeadersTimeout=00:00:02");
        await using var head = await RawStream.OpenAsync(service.Address, "GET /api/jobs HTTP/1.1\r\nHost: x\r\nX-User");
        await using var body = await RawStream.OpenAsync(
            service.Address, "POST /api/generate/text HTTP/1.1\r\nHost: x\r\nX-User-Id: ada\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"pro");
        (await service.Client.PostJsonAsync("/api/generate/text", """{"prompt":"x","maxTokens":1}""")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await head.ReadToEndAsync()).ShouldContain("408");
        (await body.ReadToEndAsync()).ShouldContain("408");
        var jobs = await (await service.Client.GetAsync("/api/jobs")).JsonAsync();
        jobs.GetProperty("jobs").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Client_that_reads_nothing_is_closed_after_its_time_and_others_go_on()
    {
        await using var service = await RunningService.StartAsync("Sessions:SlowClientTimeout=00:00:02", "Sessions:HeartbeatInterval=00:00:01");
        await using var deaf = await RawStream.GetAsync(service.Address, "/api/events?user=ada&channels=channel:s", receiveBuffer: 4096);
        await using var other = await SseReader.OpenAsync(service.Client, "/api/events?channels=channel:s");
        await other.UntilAsync("connection.status.change");
        var text = new string('x', 50_000);
        const int count = 100;
        var publishing = PublishAsync();
        for (var n = 0; n < count; n++)
        {
            (await other.UntilAsync("note"))[^1].GetProperty("n").GetInt32().ShouldBe(n);
        }

        await publishing;
        await Eventually.IsTrueAsync(async () =>
        {
            var health = await (await service.Client.GetAsync("/health")).JsonAsync();
            return health.GetProperty("counters").GetProperty("sessions").GetInt64() == 1;
        });

        async Task PublishAsync()
        {
            for (var n = 0; n < count; n++)
            {
                (await service.Client.PostJsonAsync("/api/channels/channel:s/events", $$"""{"type":"note","n":{{n}},"text":"{{text}}"}""")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
            }
        }
    }
}
