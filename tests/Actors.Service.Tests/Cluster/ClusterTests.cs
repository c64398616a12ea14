using System.Net;
using Actors.Service.Tests.Hosting;

namespace Actors.Service.Tests.Cluster;

[Trait("Server", "kafka")]
[Trait("Server", "redis")]
[Trait("Server", "postgres")]
public sealed class ClusterTests(ClusterStores stores) : IClassFixture<ClusterStores>
{
    private const string Job = """{"prompt":"hello","maxTokens":5}""";

    [Fact]
    public async Task Job_runs_from_its_post_to_a_stream_and_is_found_in_the_history()
    {
        await using var node = await ClusterStores.StartAsync("n1", await stores.NewClusterAsync());
        var job = await (await node.Client.PostJsonAsync("/api/generate/text", Job)).JsonAsync();
        await using var stream = await SseReader.OpenAsync(node.Client, "/api/events", job.GetProperty("cursor").GetString());
        var events = await stream.UntilAsync(Terminal.Types);
        events[^1].GetProperty("type").GetString().ShouldBe("generation_complete");
        events.ShouldContain(e => e.GetProperty("type").GetString() == "generation_queued");
        var found = await (await node.Client.GetAsync("/api/jobs/" + job.GetProperty("jobId").GetString())).JsonAsync();
        found.GetProperty("status").GetString().ShouldBe("completed");
        var health = await (await node.Anonymous().GetAsync("/health")).JsonAsync();
        health.GetProperty("live").GetString().ShouldBe("up");
    }

    [Fact]
    public async Task Three_nodes_share_the_shards_and_each_serves_the_others_jobs()
    {
        var settings = await stores.NewClusterAsync();
        await using var first = await ClusterStores.StartAsync("n1", settings);
        await using var second = await ClusterStores.StartAsync("n2", settings);
        await using var third = await ClusterStores.StartAsync("n3", settings);
        RunningService[] nodes = [first, second, third];
        await Eventually.IsTrueAsync(async () => (await OwnersAsync(first)) is { Count: 6 } owners && owners.Distinct().Count() == 3 && owners.TrueForAll(o => o is not null));
        foreach (var node in nodes)
        {
            (await OwnersAsync(node)).ShouldBe(await OwnersAsync(first));
        }

        for (var user = 0; user < 6; user++)
        {
            using var submitter = nodes[user % 3].As($"u{user}");
            using var listener = nodes[(user + 1) % 3].As($"u{user}");
            var job = await (await submitter.PostJsonAsync("/api/generate/text", Job)).JsonAsync();
            await using var stream = await SseReader.OpenAsync(listener, "/api/events", job.GetProperty("cursor").GetString());
            (await stream.UntilAsync(Terminal.Types))[^1].GetProperty("type").GetString().ShouldBe("generation_complete");
            (await (await listener.GetAsync("/api/jobs/" + job.GetProperty("jobId").GetString())).JsonAsync()).GetProperty("status").GetString().ShouldBe("completed");
        }
    }

    [Fact]
    [Trait("Server", "kafka-real")]
    public async Task Key_stands_for_its_request_at_every_node()
    {
        var settings = await stores.NewClusterAsync();
        await using var first = await ClusterStores.StartAsync("n1", settings);
        await using var second = await ClusterStores.StartAsync("n2", settings);
        using var elsewhere = second.As("ada");
        var answer = await first.Client.PostJsonAsync("/api/generate/text", Job, "k");
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var job = await answer.Content.ReadAsStringAsync();
        (await (await elsewhere.PostJsonAsync("/api/generate/text", Job, "k")).Content.ReadAsStringAsync()).ShouldBe(job);

        var path = "/api/jobs/" + (await answer.JsonAsync()).GetProperty("jobId").GetString();
        await using var third = await ClusterStores.StartAsync("n3", settings);
        using var late = third.As("ada");
        (await late.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
        for (var room = 0; room < 6; room++)
        {
            await (await late.PostJsonAsync($"/api/channels/channel:{room}/events", """{"type":"note"}""", "k")).ProblemAsync(HttpStatusCode.UnprocessableEntity);
        }

        (await (await late.PostJsonAsync("/api/generate/text", Job, "k")).Content.ReadAsStringAsync()).ShouldBe(job);
    }

    [Fact]
    public async Task Restarted_node_goes_on_with_the_same_log_and_takes_the_same_cursors()
    {
        var settings = await stores.NewClusterAsync();
        string cursor;
        await using (var node = await ClusterStores.StartAsync("n1", settings))
        {
            var job = await (await node.Client.PostJsonAsync("/api/generate/text", Job)).JsonAsync();
            cursor = job.GetProperty("cursor").GetString()!;
            await using var stream = await SseReader.OpenAsync(node.Client, "/api/events", cursor);
            await stream.UntilAsync(Terminal.Types);
        }

        await using var again = await ClusterStores.StartAsync("n1", settings);
        await using var replayed = await SseReader.OpenAsync(again.Client, "/api/events", cursor);
        var events = await replayed.UntilAsync(Terminal.Types);
        events.ShouldNotContain(e => e.GetProperty("type").GetString() == "reset");
        events[^1].GetProperty("type").GetString().ShouldBe("generation_complete");
        (await again.Client.PostJsonAsync("/api/generate/text", Job)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    private static async Task<List<string?>> OwnersAsync(RunningService node)
    {
        var answer = await (await node.Client.GetAsync("/admin/shards")).JsonAsync();
        return [.. answer.GetProperty("shards").EnumerateArray().Select(s => s.TryGetProperty("owner", out var owner) ? owner.GetString() : null)];
    }
}
