using System.Net;
using System.Text;
using System.Text.Json;
using Actors.Contracts.Commands;
using Actors.Log;
using Actors.Service.Requests;
using Actors.Service.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Actors.Service.Tests.Jobs;

public sealed class JobEndpointTests : IAsyncLifetime
{
    private const string Slow = """{"prompt":"slow","maxTokens":5000}""";
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync("Jobs:Demo:TokensPerSecond=20", "Shards:DrainTimeout=00:00:00");

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_is_accepted_and_ends_the_job_with_what_there_is(bool delete)
    {
        var (id, stream) = await StartSlowAsync();
        await using (stream)
        {
            var response = delete ? await _service.Client.DeleteAsync($"/api/jobs/{id}") : await _service.Client.PostAsync($"/api/jobs/{id}/cancel", null);
            response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            var events = await stream.UntilAsync(Terminal.Types);
            events[^1].GetProperty("type").GetString().ShouldBe("generation_cancelled");
            events[^1].GetProperty("result").GetProperty("text").GetString()!.Length.ShouldBeGreaterThan(0);
            events.Count(e => e.GetProperty("type").GetString() == "generation_cancelling").ShouldBe(1);
            (await JobAsync(id)).GetProperty("status").GetString().ShouldBe("cancelled");
        }
    }

    [Fact]
    public async Task Stopping_again_and_after_the_end_is_accepted_and_changes_nothing()
    {
        var (id, stream) = await StartSlowAsync();
        await using (stream)
        {
            for (var i = 0; i < 3; i++)
            {
                (await _service.Client.PostAsync($"/api/jobs/{id}/cancel", null)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
            }

            await stream.UntilAsync(Terminal.Types);
            var late = await _service.Client.PostAsync($"/api/jobs/{id}/cancel", null);
            late.StatusCode.ShouldBe(HttpStatusCode.Accepted);

            var cursor = (await late.JsonAsync()).GetProperty("cursor").GetString();
            await using var again = await SseReader.OpenAsync(_service.Client, "/api/events", cursor);
            var events = await again.UntilAsync(Terminal.Types);
            events[^1].GetProperty("jobId").GetString().ShouldBe(id);
        }
    }

    [Fact]
    public async Task Jobs_of_others_and_jobs_that_are_none_are_not_found()
    {
        var (id, stream) = await StartSlowAsync();
        await using (stream)
        {
            using var bob = _service.As("bob");
            foreach (var path in new[] { $"/api/jobs/{id}", $"/api/jobs/{id}/text" })
            {
                await (await bob.GetAsync(path)).ProblemAsync(HttpStatusCode.NotFound);
            }

            await (await bob.PostAsync($"/api/jobs/{id}/cancel", null)).ProblemAsync(HttpStatusCode.NotFound);
            await (await bob.PostAsync($"/api/jobs/{id}/resume", null)).ProblemAsync(HttpStatusCode.NotFound);
            await (await bob.DeleteAsync($"/api/jobs/{id}")).ProblemAsync(HttpStatusCode.NotFound);
            (await JobAsync(id)).GetProperty("status").GetString().ShouldBe("running");
        }

        foreach (var none in new[] { "x", "0-00000000000000000000000000000000", "ffff-00000000000000000000000000000000", "a%20b" })
        {
            await (await _service.Client.GetAsync($"/api/jobs/{none}")).ProblemAsync(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Resume_goes_on_from_the_text_of_a_stopped_job_and_not_while_it_runs()
    {
        var (id, stream) = await StartSlowAsync();
        await using (stream)
        {
            var conflict = await (await _service.Client.PostAsync($"/api/jobs/{id}/resume", null)).ProblemAsync(HttpStatusCode.Conflict);
            conflict.GetProperty("detail").GetString()!.ShouldContain("running");
            await _service.Client.PostAsync($"/api/jobs/{id}/cancel", null);
            var partial = (await stream.UntilAsync(Terminal.Types))[^1].GetProperty("result").GetProperty("text").GetString()!;

            var response = await _service.Client.PostAsync($"/api/jobs/{id}/resume", null);
            response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            var resumed = (await response.JsonAsync()).GetProperty("jobId").GetString()!;
            resumed.ShouldNotBe(id);
            var queued = (await stream.UntilAsync("generation_queued"))[^1];
            queued.GetProperty("result").GetProperty("resumedFrom").GetString().ShouldBe(id);
            var first = (await stream.UntilAsync("ai_chat_chunk"))[^1];
            first.GetProperty("result").GetProperty("text").GetString()!.ShouldStartWith(partial);
            (await JobAsync(resumed)).GetProperty("resumedFrom").GetString().ShouldBe(id);
            await _service.Client.PostAsync($"/api/jobs/{resumed}/cancel", null);
        }
    }

    [Fact]
    public async Task List_is_ones_own_newest_first_in_pages_and_by_state()
    {
        using var carl = _service.As("carl");
        List<string> ids = [];
        for (var i = 0; i < 5; i++)
        {
            ids.Add((await (await carl.PostJsonAsync("/api/generate/text", Slow)).JsonAsync()).GetProperty("jobId").GetString()!);
        }

        await (await carl.PostAsync($"/api/jobs/{ids[0]}/cancel", null)).JsonAsync();
        await using (var stream = await SseReader.OpenAsync(carl, "/api/events?from=earliest"))
        {
            await stream.UntilAsync("generation_cancelled");
        }

        List<string> listed = [];
        string? after = null;
        do
        {
            var page = await (await carl.GetAsync("/api/jobs?limit=2" + (after is null ? "" : "&after=" + Uri.EscapeDataString(after)))).JsonAsync();
            page.GetProperty("jobs").GetArrayLength().ShouldBeLessThanOrEqualTo(2);
            listed.AddRange(page.GetProperty("jobs").EnumerateArray().Select(j => j.GetProperty("jobId").GetString()!));
            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (after is not null);
        ids.Reverse();
        listed.ShouldBe(ids);

        var stopped = await (await carl.GetAsync("/api/jobs?status=cancelled,failed")).JsonAsync();
        stopped.GetProperty("jobs").EnumerateArray().Single().GetProperty("jobId").GetString().ShouldBe(ids[^1]);
        var open = await (await carl.GetAsync("/api/jobs?status=running&status=queued")).JsonAsync();
        open.GetProperty("jobs").GetArrayLength().ShouldBe(4);
        var nobody = await (await _service.As("dora").GetAsync("/api/jobs")).JsonAsync();
        nobody.GetProperty("jobs").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Job_of_another_producer_whose_input_is_no_text_is_listed_without_it()
    {
        using var eve = _service.As("eve");
        await AppendAsync("eve", """{"prompt":"\ud800"}""");
        var list = await eve.GetAsync("/api/jobs");
        list.StatusCode.ShouldBe(HttpStatusCode.OK, await list.Content.ReadAsStringAsync());
        var job = (await list.JsonAsync()).GetProperty("jobs").EnumerateArray().Single();
        job.TryGetProperty("input", out _).ShouldBeFalse();
        (await eve.GetAsync("/api/jobs/" + job.GetProperty("jobId").GetString())).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task List_of_jobs_with_large_inputs_comes_in_pages_of_bounded_bytes()
    {
        const int jobs = 45;
        var input = JsonSerializer.Serialize(new { prompt = new string('x', 250_000) });
        for (var i = 0; i < jobs; i++)
        {
            await AppendAsync("finn", input);
        }

        using var finn = _service.As("finn");
        HashSet<string> listed = [];
        string? after = null;
        do
        {
            var answer = await finn.GetAsync("/api/jobs?limit=500" + (after is null ? "" : "&after=" + Uri.EscapeDataString(after)));
            (await answer.Content.ReadAsByteArrayAsync()).Length.ShouldBeLessThan(2 * AnswerLimits.Bytes);
            var page = await answer.JsonAsync();
            page.GetProperty("jobs").EnumerateArray().ShouldAllBe(j => listed.Add(j.GetProperty("jobId").GetString()!));
            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (after is not null);
        listed.Count.ShouldBe(jobs);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("status=done", "status")]
    [InlineData("results=maybe", "results")]
    public async Task List_refuses_what_it_does_not_understand(string query, string field)
    {
        var problem = await (await _service.Client.GetAsync("/api/jobs?" + query)).ProblemAsync(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
    }

    // As a producer of somebody else's does, whom no endpoint has looked at.
    private async Task AppendAsync(string user, string input) => await _service.Services.GetRequiredService<IDurableLog>().SubmitAsync(
        new LogRecord
        {
            Kind = RecordKind.Command,
            Channel = "user:" + user,
            Type = CommandTypes.SubmitJob,
            Value = Encoding.UTF8.GetBytes($$"""{"type":"{{CommandTypes.SubmitJob}}","user":"{{user}}","channel":"user:{{user}}","kind":"text","input":{{input}}}"""),
        },
        CancellationToken.None);

    private async Task<(string Id, SseReader Stream)> StartSlowAsync()
    {
        var accepted = await (await _service.Client.PostJsonAsync("/api/generate/text", Slow)).JsonAsync();
        var stream = await SseReader.OpenAsync(_service.Client, "/api/events", accepted.GetProperty("cursor").GetString());
        await stream.UntilAsync("ai_chat_chunk");
        return (accepted.GetProperty("jobId").GetString()!, stream);
    }

    private async Task<JsonElement> JobAsync(string id) => await (await _service.Client.GetAsync($"/api/jobs/{id}")).JsonAsync();
}
