using System.Net;
using Actors.TestServers;

namespace Actors.Service.Tests.Hosting;

public sealed class CrossOriginTests
{
    private const string Origin = "https://app.example";

    [Fact]
    public async Task Stream_with_a_ticket_needs_no_preflight_and_is_allowed_to_a_configured_origin_only()
    {
        await using var service = await RunningService.StartAsync("Cors:Origins=" + Origin);
        var ticket = (await (await service.Client.PostAsync("/api/events/ticket", null)).JsonAsync()).GetProperty("ticket").GetString();
        (await AllowedAsync(service, "/api/events?ticket=" + ticket, Origin)).ShouldBe(Origin);
        (await AllowedAsync(service, "/api/events?ticket=" + ticket, "https://evil.example")).ShouldBeNull();
    }

    [Fact]
    public async Task Preflight_of_a_stream_is_no_attempt_to_open_one()
    {
        await using var service = await RunningService.StartAsync("Cors:Origins=" + Origin);
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/events");
        request.Headers.Add("Origin", Origin);
        request.Headers.Add("Access-Control-Request-Method", "GET");
        (await service.Anonymous().SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await service.Anonymous().GetStringAsync("/metrics")).ShouldNotContain("""outcome="http_204""" + "\"");
    }

    [Fact]
    public async Task Preflight_is_answered_with_what_a_page_needs_to_post()
    {
        await using var service = await RunningService.StartAsync("Cors:Origins=" + Origin);
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/generate/text");
        request.Headers.Add("Origin", Origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,idempotency-key");
        var response = await service.Anonymous().SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        response.Headers.GetValues("Access-Control-Allow-Origin").Single().ShouldBe(Origin);
        response.Headers.GetValues("Access-Control-Allow-Headers").Single().ShouldContain("idempotency-key");
        response.Headers.Contains("Access-Control-Max-Age").ShouldBeTrue();

        using var post = new HttpRequestMessage(HttpMethod.Post, "/api/events/ticket");
        post.Headers.Add("Origin", Origin);
        var answer = await service.Client.SendAsync(post);
        answer.Headers.GetValues("Access-Control-Expose-Headers").Single().ShouldContain("Location");
        answer.Headers.GetValues("Access-Control-Expose-Headers").Single().ShouldContain("Retry-After");
    }

    [Fact]
    public async Task Refusals_can_be_read_by_the_page_too()
    {
        await using var service = await RunningService.StartAsync("Cors:Origins=" + Origin);
        (await AllowedAsync(service, "/api/jobs/none?user=ada", Origin)).ShouldBe(Origin);
        (await AllowedAsync(service, "/api/jobs", Origin)).ShouldBe(Origin);
    }

    [Fact]
    [Trait("Server", "kafka")]
    public async Task Node_whose_log_is_away_tells_pages_of_other_origins_to_come_back()
    {
        await using var service = await RunningService.StartAsync(
            "Cors:Origins=" + Origin, "Log:Kind=kafka", $"Kafka:BootstrapServers=127.0.0.1:{FreePort.Next()}");
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/generate/text");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        using var stream = new HttpRequestMessage(HttpMethod.Get, "/api/events?user=ada");
        stream.Headers.Accept.ParseAdd("text/event-stream");
        using var jobs = new HttpRequestMessage(HttpMethod.Get, "/api/jobs");
        foreach (var (request, status) in new[]
        {
            (preflight, HttpStatusCode.NoContent), (stream, HttpStatusCode.OK), (jobs, HttpStatusCode.ServiceUnavailable),
        })
        {
            request.Headers.Add("Origin", Origin);
            using var response = await service.Anonymous().SendAsync(request);
            response.StatusCode.ShouldBe(status);
            response.Headers.GetValues("Access-Control-Allow-Origin").Single().ShouldBe(Origin);
        }
    }

    [Fact]
    public async Task Without_configuration_no_origin_is_allowed()
    {
        await using var service = await RunningService.StartAsync();
        (await AllowedAsync(service, "/api/events?user=ada", Origin)).ShouldBeNull();
    }

    private static async Task<string?> AllowedAsync(RunningService service, string path, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Origin", origin);
        using var response = await service.Anonymous().SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed.Single() : null;
    }
}
