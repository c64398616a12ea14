using System.Net;
using Actors.Service.Tests.Hosting;

namespace Actors.Service.Tests.Requests;

public sealed class IdempotencyTests
{
    private const string Body = """{"prompt":"once","maxTokens":2}""";

    [Fact]
    public async Task Repeated_submit_is_answered_as_the_first_also_after_a_restart()
    {
        using var directory = new TemporaryDirectory();
        string first;
        await using (var service = await RunningService.StartInAsync(directory.Path))
        {
            first = await (await service.Client.PostJsonAsync("/api/generate/text", Body, "k")).Content.ReadAsStringAsync();
            var second = await (await service.Client.PostJsonAsync("/api/generate/text", Body, "k")).Content.ReadAsStringAsync();
            second.ShouldBe(first);
        }

        await using (var service = await RunningService.StartInAsync(directory.Path))
        {
            (await (await service.Client.PostJsonAsync("/api/generate/text", Body, "k")).Content.ReadAsStringAsync()).ShouldBe(first);
            var jobs = await (await service.Client.GetAsync("/api/jobs")).JsonAsync();
            jobs.GetProperty("jobs").GetArrayLength().ShouldBe(1);
            await (await service.Client.PostJsonAsync("/api/generate/text", """{"prompt":"other"}""", "k")).ProblemAsync(HttpStatusCode.UnprocessableEntity);
        }
    }

    [Fact]
    public async Task Fifty_at_once_under_one_key_make_one_job()
    {
        await using var service = await RunningService.StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
            await (await service.Client.PostJsonAsync("/api/generate/text", Body, "same")).Content.ReadAsStringAsync()));
        answers.Distinct().Count().ShouldBe(1);
        var jobs = await (await service.Client.GetAsync("/api/jobs")).JsonAsync();
        jobs.GetProperty("jobs").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Key_belongs_to_its_user_and_its_request()
    {
        await using var service = await RunningService.StartAsync();
        var ada = await (await service.Client.PostJsonAsync("/api/generate/text", Body, "k")).JsonAsync();
        var bob = await (await service.As("bob").PostJsonAsync("/api/generate/text", Body, "k")).JsonAsync();
        bob.GetProperty("jobId").GetString().ShouldNotBe(ada.GetProperty("jobId").GetString());
        await (await service.Client.PostJsonAsync("/api/generate/text", """{"prompt":"once","maxTokens":2,"channel":"channel:r"}""", "k"))
            .ProblemAsync(HttpStatusCode.UnprocessableEntity);
        await (await service.Client.PostJsonAsync("/api/channels/channel:r/events", """{"type":"note"}""", "k"))
            .ProblemAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Key_belongs_to_its_request_also_after_a_restart()
    {
        using var directory = new TemporaryDirectory();
        await using (var service = await RunningService.StartInAsync(directory.Path))
        {
            (await service.Client.PostJsonAsync("/api/generate/text", Body, "k")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        }

        await using (var service = await RunningService.StartInAsync(directory.Path))
        {
            foreach (var room in Enumerable.Range(0, 8))
            {
                await (await service.Client.PostJsonAsync($"/api/channels/channel:{room}/events", """{"type":"note"}""", "k"))
                    .ProblemAsync(HttpStatusCode.UnprocessableEntity);
            }

            (await service.Client.PostJsonAsync("/api/generate/text", Body, "k")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        }
    }

    [Fact]
    public async Task Repeated_publication_has_the_same_ids_and_cursor_and_its_events_come_once()
    {
        await using var service = await RunningService.StartAsync();
        await using var stream = await SseReader.OpenAsync(service.Client, "/api/events?channels=channel:r");
        await stream.UntilAsync("connection.status.change");
        const string body = """{"events":[{"type":"note","n":1},{"type":"note","n":2}]}""";
        var first = await (await service.Client.PostJsonAsync("/api/channels/channel:r/events", body, "p")).Content.ReadAsStringAsync();
        (await (await service.Client.PostJsonAsync("/api/channels/channel:r/events", body, "p")).Content.ReadAsStringAsync()).ShouldBe(first);
        await service.Client.PostJsonAsync("/api/channels/channel:r/events", """{"type":"end"}""");
        var events = await stream.UntilAsync("end");
        events.Where(e => e.GetProperty("type").GetString() == "note").Select(e => e.GetProperty("n").GetInt32()).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Repeated_stop_and_resume_are_answered_as_the_first()
    {
        await using var service = await RunningService.StartAsync("Jobs:Demo:TokensPerSecond=20", "Shards:DrainTimeout=00:00:00");
        var job = await (await service.Client.PostJsonAsync("/api/generate/text", """{"prompt":"x","maxTokens":5000}""")).JsonAsync();
        var path = "/api/jobs/" + job.GetProperty("jobId").GetString();
        await using var stream = await SseReader.OpenAsync(service.Client, "/api/events", job.GetProperty("cursor").GetString());
        await stream.UntilAsync("ai_chat_chunk");
        var stop = await (await service.Client.PostJsonAsync(path + "/cancel", "{}", "stop")).Content.ReadAsStringAsync();
        await stream.UntilAsync(Terminal.Types);
        (await (await service.Client.PostJsonAsync(path + "/cancel", "{}", "stop")).Content.ReadAsStringAsync()).ShouldBe(stop);
        var resume = await (await service.Client.PostJsonAsync(path + "/resume", "{}", "go")).Content.ReadAsStringAsync();
        (await (await service.Client.PostJsonAsync(path + "/resume", "{}", "go")).Content.ReadAsStringAsync()).ShouldBe(resume);
        var jobs = await (await service.Client.GetAsync("/api/jobs")).JsonAsync();
        jobs.GetProperty("jobs").GetArrayLength().ShouldBe(2);
    }
}
