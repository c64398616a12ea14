using System.Net;
using Actors.Service.Tests.Hosting;

namespace Actors.Service.Tests.Limits;

public sealed class FullDiskTests
{
    [Fact]
    public async Task Full_log_is_answered_503_with_a_time_while_streams_and_reads_go_on()
    {
        await using var service = await RunningService.StartAsync("Log:MaxPages=400");
        await using var stream = await SseReader.OpenAsync(service.Client, "/api/events?channels=channel:d");
        await stream.UntilAsync("connection.status.change");
        var body = $$"""{"type":"note","text":"{{new string('x', 50_000)}}"}""";
        HttpResponseMessage answer;
        var accepted = 0;
        while ((answer = await service.Client.PostJsonAsync("/api/channels/channel:d/events", body)).StatusCode == HttpStatusCode.Accepted)
        {
            accepted++.ShouldBeLessThan(100);
        }

        await answer.ProblemAsync(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter.ShouldNotBeNull();
        accepted.ShouldBeGreaterThan(0);
        (await service.Client.GetAsync("/api/jobs")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await service.Anonymous().GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await using var other = await SseReader.OpenAsync(service.Client, "/api/events?channels=channel:d&from=earliest");
        await other.UntilAsync("note");
    }
}
