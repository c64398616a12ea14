using System.Text.Json;
using Actors.Service.Tests.Hosting;

namespace Actors.Service.Tests.Processes;

public sealed class KillTests
{
    private const int Jobs = 50;

    [Fact]
    public async Task Killed_in_the_middle_of_fifty_jobs_each_ends_once_and_the_client_misses_and_repeats_nothing()
    {
        using var directory = new TemporaryDirectory();
        string[] settings = ["Jobs:Demo:TokensPerSecond=40", "Shards:PointInterval=00:00:01"];
        var service = ServiceProcess.Start(directory.Path, settings);
        try
        {
            var address = await service.AddressAsync();
            await using var listener = new BrowserLikeClient(address, "/api/events?user=ada&from=earliest");
            listener.Start();
            var ids = await SubmitAsync(address);

            for (var kill = 1; kill <= 2; kill++)
            {
                // The client is back, and has got a good piece of what came since.
                var before = Count(listener, "ai_chat_chunk");
                await Eventually.IsTrueAsync(() => Task.FromResult(listener.Connects >= kill && Count(listener, "ai_chat_chunk") >= before + 300));
                Terminals(listener.Durable()).Count().ShouldBeLessThan(Jobs, "The kill came too late to be in the middle.");
                await service.KillAsync();
                await service.DisposeAsync();
                service = ServiceProcess.Start(directory.Path, [.. settings, "Urls=" + address.GetLeftPart(UriPartial.Authority)]);
                await service.AddressAsync();
            }

            await Eventually.IsTrueAsync(() => Task.FromResult(Terminals(listener.Durable()).Count() >= Jobs));
            listener.Connects.ShouldBeGreaterThanOrEqualTo(3);
            await AssertWholeAsync(address, ids, listener);
        }
        finally
        {
            await service.DisposeAsync();
        }
    }

    [Fact]
    public async Task Restart_keeps_jobs_results_and_cursors()
    {
        using var directory = new TemporaryDirectory();
        string before;
        string cursor;
        await using (var first = ServiceProcess.Start(directory.Path))
        {
            using var client = Client(await first.AddressAsync());
            var accepted = await (await client.PostJsonAsync("/api/generate/text", """{"prompt":"x","maxTokens":5}""")).JsonAsync();
            cursor = accepted.GetProperty("cursor").GetString()!;
            await using (var stream = await SseReader.OpenAsync(client, "/api/events", cursor))
            {
                await stream.UntilAsync(Terminal.Types);
            }

            before = await client.GetStringAsync("/api/jobs");
            (await first.TerminateAsync()).ShouldBe(0);
        }

        await using var second = ServiceProcess.Start(directory.Path);
        using var again = Client(await second.AddressAsync());
        (await again.GetStringAsync("/api/jobs")).ShouldBe(before);
        await using var replay = await SseReader.OpenAsync(again, "/api/events", cursor);
        var events = await replay.UntilAsync(Terminal.Types);
        events.ShouldNotContain(e => e.GetProperty("type").GetString() == "reset");
    }

    private static async Task<HashSet<string>> SubmitAsync(Uri address)
    {
        using var client = Client(address);
        HashSet<string> ids = [];
        for (var i = 0; i < Jobs; i++)
        {
            var accepted = await (await client.PostJsonAsync("/api/generate/text", $$"""{"prompt":"job {{i}}","maxTokens":120}""")).JsonAsync();
            ids.Add(accepted.GetProperty("jobId").GetString()!);
        }

        return ids;
    }

    private static async Task AssertWholeAsync(Uri address, HashSet<string> ids, BrowserLikeClient listener)
    {
        var heard = listener.Durable();
        var terminals = Terminals(heard).Select(e => e.GetProperty("jobId").GetString()!).ToList();
        terminals.Count.ShouldBe(Jobs);
        terminals.ToHashSet().SetEquals(ids).ShouldBeTrue();

        // What the log says now, read by a client that was never interrupted.
        using var client = Client(address);
        await using var replay = await SseReader.OpenAsync(client, "/api/events?from=earliest");
        var log = (await replay.UntilAsync("caught_up")).Where(e => e.TryGetProperty("channel", out _)).Select(Id).ToList();
        heard.Select(Id).ShouldBe(log);
        log.Distinct().Count().ShouldBe(log.Count);
    }

    private static HttpClient Client(Uri address)
    {
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Add("X-User-Id", "ada");
        return client;
    }

    private static string Id(JsonElement e) => e.GetProperty("id").GetString()!;

    private static int Count(BrowserLikeClient listener, string type) => listener.Durable().Count(e => e.GetProperty("type").GetString() == type);

    private static IEnumerable<JsonElement> Terminals(List<JsonElement> events) =>
        events.Where(e => Terminal.Types.Contains(e.GetProperty("type").GetString()));
}
