using System.Net;

namespace Actors.Service.Tests.Hosting;

public sealed class RoutingTests : IAsyncLifetime
{
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [InlineData("/api/nope")]
    [InlineData("/api")]
    [InlineData("/api/jobs/a/b/c")]
    public async Task Unknown_route_is_a_404_problem(string path)
    {
        var problem = await (await _service.Client.GetAsync(path)).ProblemAsync(HttpStatusCode.NotFound);
        problem.GetProperty("detail").GetString()!.ShouldContain(path);
    }

    [Fact]
    public async Task Wrong_method_is_a_405_problem_that_names_the_right_one()
    {
        var response = await _service.Client.GetAsync("/api/events/ticket");
        var problem = await response.ProblemAsync(HttpStatusCode.MethodNotAllowed);
        problem.GetProperty("detail").GetString()!.ShouldContain("POST");
        response.Content.Headers.Allow.ShouldContain("POST");
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/health/live")]
    [InlineData("/metrics")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/asyncapi.json")]
    public async Task Head_is_answered_as_get_without_a_body(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await _service.Anonymous().SendAsync(request);
        using var get = await _service.Anonymous().GetAsync(path);
        get.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Content.Headers.ContentType.ShouldBe(get.Content.Headers.ContentType);
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/api/jobs")]
    [InlineData("/api/jobs/none")]
    [InlineData("/api/events/poll?wait=0")]
    [InlineData("/api/events/history")]
    [InlineData("/api/channels/channel:r/snapshot")]
    [InlineData("/api/channels/channel:r/presence")]
    [InlineData("/health")]
    [InlineData("/metrics")]
    [InlineData("/admin/shards")]
    public async Task Answer_is_kept_by_nobody(string path)
    {
        using var response = await _service.Client.GetAsync(path);
        (response.Headers.CacheControl?.ToString()).ShouldBe("no-store");
    }

    [Fact]
    public async Task Other_media_type_is_a_415_problem_that_names_json()
    {
        var response = await _service.Client.PostAsync("/api/events/ticket", new StringContent("<a/>", System.Text.Encoding.UTF8, "text/xml"));
        var problem = await response.ProblemAsync(HttpStatusCode.UnsupportedMediaType);
        problem.GetProperty("detail").GetString()!.ShouldContain("application/json");
    }

    [Fact]
    public async Task Body_beyond_the_limit_is_a_413_problem_although_the_client_sends_it_all()
    {
        var response = await _service.Client.PostJsonAsync("/api/events/ticket", "{\"channels\":[\"" + new string('x', 10_000_000) + "\"]}");
        var problem = await response.ProblemAsync(HttpStatusCode.RequestEntityTooLarge);
        problem.GetProperty("detail").GetString()!.ShouldContain("1048576");
    }

    [Fact]
    public async Task Body_beyond_what_the_server_reads_is_a_413_problem_with_the_same_limit()
    {
        await using var client = await RawStream.OpenAsync(
            _service.Address,
            "POST /api/generate/text HTTP/1.1\r\nHost: x\r\nX-User-Id: ada\r\nContent-Type: application/json\r\nContent-Length: 40000000\r\n\r\n");
        var answer = await client.ReadToEndAsync();
        answer.ShouldStartWith("HTTP/1.1 413");
        answer.ShouldContain("may have 1048576 bytes");
    }

    [Fact]
    public async Task Headers_beyond_the_limit_are_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.Add("X-Large", new string('x', 40_000));
        var response = await _service.Client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestHeaderFieldsTooLarge);
    }
}
