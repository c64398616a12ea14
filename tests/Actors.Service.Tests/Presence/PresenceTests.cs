using System.Net;
using Actors.Service.Tests.Hosting;

namespace Actors.Service.Tests.Presence;

public sealed class PresenceTests
{
    [Fact]
    public async Task Room_lists_who_has_a_stream_with_presence_and_hears_of_those_who_come_and_leave()
    {
        await using var service = await RunningService.StartAsync();
        await using var watcher = await SseReader.OpenAsync(service.Client, "/api/events?channels=channel:r&types=presence");
        await watcher.UntilOpenAsync();
        await using (var bob = await SseReader.OpenAsync(service.As("bob"), "/api/events?channels=channel:r,user:bob&presence=1"))
        {
            var came = (await watcher.UntilAsync("presence"))[^1];
            came.GetProperty("channel").GetString().ShouldBe("channel:r");
            came.GetProperty("result").ToString().ShouldBe("""{"user":"bob","state":"online"}""");
            var list = await (await service.Client.GetAsync("/api/channels/channel:r/presence")).JsonAsync();
            list.ToString().ShouldBe("""{"channel":"channel:r","users":["bob"],"hasMore":false}""");
        }

        var left = (await watcher.UntilAsync("presence"))[^1];
        left.GetProperty("result").ToString().ShouldBe("""{"user":"bob","state":"offline"}""");
        var empty = await (await service.Client.GetAsync("/api/channels/channel:r/presence")).JsonAsync();
        empty.GetProperty("users").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Who_came_by_another_spelling_of_the_streams_path_leaves_too()
    {
        await using var service = await RunningService.StartAsync();
        await using var watcher = await SseReader.OpenAsync(service.Client, "/api/events?channels=channel:r&types=presence");
        await watcher.UntilOpenAsync();
        await using (await SseReader.OpenAsync(service.As("bob"), "/api/events/?channels=channel:r&presence=1"))
        {
            await watcher.UntilAsync("presence");
        }

        (await watcher.UntilAsync("presence"))[^1].GetProperty("result").ToString().ShouldBe("""{"user":"bob","state":"offline"}""");
    }

    [Fact]
    public async Task Presence_of_a_private_channel_is_refused_and_so_is_what_is_no_channel()
    {
        await using var service = await RunningService.StartAsync();

        await (await service.Client.GetAsync("/api/channels/nonsense/presence")).ProblemAsync(HttpStatusCode.BadRequest);
        (await service.Client.GetAsync("/api/channels/user:bob/presence")).StatusCode.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.Forbidden);
    }
}
