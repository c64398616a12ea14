using System.Net;
using Actors.Service.Configuration;
using Actors.Service.Tests.Hosting;
using Actors.TestServers;

namespace Actors.Service.Tests.Cluster;

[Trait("Server", "kafka")]
[Trait("Server", "redis")]
[Trait("Server", "postgres")]
public sealed class ServersAwayTests(ClusterStores stores) : IClassFixture<ClusterStores>
{
    [Fact]
    public async Task Node_starts_and_streams_while_redis_and_postgres_are_away_and_says_so()
    {
        string[] settings =
        [
            .. await stores.NewClusterAsync(),
            $"Redis:Configuration=127.0.0.1:{FreePort.Next()}",
            $"Postgres:ConnectionString=Host=127.0.0.1;Port={FreePort.Next()};Username=u;Database=d;Timeout=1",
        ];
        await using var node = await ClusterStores.StartAsync("n1", settings);
        var job = await (await node.Client.PostJsonAsync("/api/generate/text", """{"prompt":"x","maxTokens":3}""")).JsonAsync();
        await using var stream = await SseReader.OpenAsync(node.Client, "/api/events", job.GetProperty("cursor").GetString());
        (await stream.UntilAsync(Terminal.Types))[^1].GetProperty("type").GetString().ShouldBe("generation_complete");
        var refusal = await (await node.Client.GetAsync("/api/jobs/" + job.GetProperty("jobId").GetString())).ProblemAsync(HttpStatusCode.ServiceUnavailable);
        refusal.GetProperty("detail").GetString()!.ShouldStartWith("Jobs and past events cannot be read now");
        var health = await (await node.Anonymous().GetAsync("/health")).JsonAsync();
        health.GetProperty("status").GetString().ShouldBe("degraded");
        health.GetProperty("live").GetString().ShouldBe("down");
        health.GetProperty("history").GetString().ShouldBe("down");
        health.GetProperty("log").GetString().ShouldBe("up");
    }

    [Fact]
    [Trait("Server", "kafka-real")]
    public async Task Keyed_post_is_taken_once_while_postgres_is_away_by_whichever_nodes_get_it()
    {
        string[] settings =
        [
            .. await stores.NewClusterAsync(),
            $"Postgres:ConnectionString=Host=127.0.0.1;Port={FreePort.Next()};Username=u;Database=d;Timeout=1",
        ];
        await using var first = await ClusterStores.StartAsync("n1", settings);
        await using var second = await ClusterStores.StartAsync("n2", settings);
        RunningService[] nodes = [first, second];
        const string body = """{"prompt":"x","maxTokens":3}""";
        for (var user = 0; user < 6; user++)
        {
            using var one = nodes[user % 2].As($"u{user}");
            using var other = nodes[(user + 1) % 2].As($"u{user}");
            HttpClient[] both = [one, other];
            var answers = await Task.WhenAll(both.Select(node => node.PostJsonAsync("/api/generate/text", body, "k")));
            answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Accepted);
            var job = await answers[0].Content.ReadAsStringAsync();
            (await answers[1].Content.ReadAsStringAsync()).ShouldBe(job);
            await (await other.PostJsonAsync("/api/generate/text", """{"prompt":"y"}""", "k")).ProblemAsync(HttpStatusCode.UnprocessableEntity);
            await using var stream = await SseReader.OpenAsync(other, "/api/events", (await answers[0].JsonAsync()).GetProperty("cursor").GetString());
            (await stream.UntilAsync(Terminal.Types)).Count(e => e.GetProperty("type").GetString() == "generation_queued").ShouldBe(1);
        }

        await using var third = await ClusterStores.StartAsync("n3", settings);
        using var late = third.As("u0");
        await (await late.PostJsonAsync("/api/generate/text", """{"prompt":"y"}""", "k")).ProblemAsync(HttpStatusCode.UnprocessableEntity);
        (await late.PostJsonAsync("/api/generate/text", body, "k")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Topic_of_another_size_and_a_directory_in_use_stop_a_start_with_one_sentence()
    {
        var settings = await stores.NewClusterAsync(shards: 4);
        using var directory = new TemporaryDirectory();
        await using var node = await RunningService.StartInAsync(directory.Path, settings);
        var size = await Should.ThrowAsync<SettingException>(() => RunningService.StartAsync([.. settings, "Log:Shards=5"]));
        size.Message.ShouldContain("has 4 partitions, but Log:Shards is 5");
        var folder = await Should.ThrowAsync<SettingException>(() => RunningService.StartInAsync(directory.Path, settings));
        folder.Message.ShouldContain("in use by another process");
    }

    [Fact]
    public async Task Node_without_any_shard_becomes_ready_and_serves_streams()
    {
        var settings = await stores.NewClusterAsync(shards: 1);
        await using var owner = await ClusterStores.StartAsync("n1", settings);
        await using var other = await ClusterStores.StartAsync("n2", settings);
        using var listener = other.As("ada");
        var job = await (await listener.PostJsonAsync("/api/generate/text", """{"prompt":"x","maxTokens":3}""")).JsonAsync();
        await using var stream = await SseReader.OpenAsync(listener, "/api/events", job.GetProperty("cursor").GetString());
        (await stream.UntilAsync(Terminal.Types))[^1].GetProperty("type").GetString().ShouldBe("generation_complete");
    }

    [Fact]
    public async Task Node_whose_log_is_away_is_live_and_not_ready_and_tells_streams_to_come_back()
    {
        string[] settings = [.. await stores.NewClusterAsync(), $"Kafka:BootstrapServers=127.0.0.1:{FreePort.Next()}"];
        await using var node = await RunningService.StartAsync(settings);
        using var client = node.As("ada");
        (await client.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await client.GetAsync("/health/ready")).ProblemAsync(HttpStatusCode.ServiceUnavailable);
        var health = await (await client.GetAsync("/health")).JsonAsync();
        health.GetProperty("status").GetString().ShouldBe("unready");
        health.GetProperty("log").GetString().ShouldBe("down");
        await (await client.PostJsonAsync("/api/generate/text", """{"prompt":"x"}""")).ProblemAsync(HttpStatusCode.ServiceUnavailable);
        (await client.GetStringAsync("/metrics")).ShouldContain("\nactors_log_up 0\n");
        foreach (var path in new[] { "/api/events", "/API/Events" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Accept.ParseAdd("text/event-stream");
            var stream = await client.SendAsync(request);
            stream.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await stream.Content.ReadAsStringAsync()).ShouldStartWith("retry: ");
        }
    }
}
