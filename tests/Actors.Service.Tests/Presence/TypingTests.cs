using System.Net;
using Actors.Service.Tests.Hosting;

namespace Actors.Service.Tests.Presence;

public sealed class TypingTests
{
    [Fact]
    public async Task Room_hears_who_writes_and_who_has_stopped_and_nothing_of_it_is_in_the_log()
    {
        await using var service = await RunningService.StartAsync();
        var bob = service.As("bob");
        await using (var watcher = await SseReader.OpenAsync(service.Client, "/api/events?channels=channel:r&types=typing"))
        {
            await watcher.UntilOpenAsync();

            (await bob.PostAsync("/api/channels/channel:r/typing", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
            var writes = (await watcher.UntilAsync("typing"))[^1];
            (await bob.PostJsonAsync("/api/channels/channel:r/typing", """{"isTyping":false}""")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
            var stopped = (await watcher.UntilAsync("typing"))[^1];

            writes.GetProperty("channel").GetString().ShouldBe("channel:r");
            writes.GetProperty("result").ToString().ShouldBe("""{"user":"bob","isTyping":true}""");
            stopped.GetProperty("result").ToString().ShouldBe("""{"user":"bob","isTyping":false}""");
        }

        var snapshot = await (await service.Client.GetAsync("/api/channels/channel:r/snapshot")).JsonAsync();
        snapshot.GetProperty("events").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Repeat_under_an_idempotency_key_is_told_once_and_what_is_no_key_is_refused()
    {
        await using var service = await RunningService.StartAsync();
        await using var watcher = await SseReader.OpenAsync(service.Client, "/api/events?channels=channel:r&types=typing");
        await watcher.UntilOpenAsync();
        const string path = "/api/channels/channel:r/typing";
        foreach (var (body, key) in new[] { ("{}", "k1"), ("{}", "k1"), ("""{"isTyping":false}""", "k2") })
        {
            (await service.Client.PostJsonAsync(path, body, key)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        (await watcher.UntilAsync("typing"))[^1].GetProperty("result").GetProperty("isTyping").GetBoolean().ShouldBeTrue();
        (await watcher.UntilAsync("typing"))[^1].GetProperty("result").GetProperty("isTyping").GetBoolean().ShouldBeFalse();
        await (await service.Client.PostJsonAsync(path, """{"isTyping":false}""", "k1")).ProblemAsync(HttpStatusCode.UnprocessableEntity);
        await (await service.Client.PostJsonAsync(path, "{}", new string('k', 256))).ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Typing_that_makes_no_sense_is_refused()
    {
        await using var service = await RunningService.StartAsync();

        await (await service.Client.PostAsync("/api/channels/nonsense/typing", null)).ProblemAsync(HttpStatusCode.BadRequest);
        await (await service.Client.PostAsync("/api/channels/user:ada/typing", null)).ProblemAsync(HttpStatusCode.BadRequest);
        await (await service.Client.PostJsonAsync("/api/channels/channel:r/typing", """{"typing":true}""")).ProblemAsync(HttpStatusCode.BadRequest);
    }
}
