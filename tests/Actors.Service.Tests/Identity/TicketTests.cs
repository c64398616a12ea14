using System.Net;
using Actors.Service.Tests.Hosting;

namespace Actors.Service.Tests.Identity;

public sealed class TicketTests : IAsyncLifetime
{
    private const string Path = "/api/events/ticket";
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Ticket_without_a_body_is_for_all_that_the_caller_may_hear()
    {
        var answer = await (await _service.Client.PostAsync(Path, null)).JsonAsync();
        answer.GetProperty("ticket").GetString()!.ShouldContain(".");
        answer.GetProperty("channels").EnumerateArray().Select(c => c.GetString()).ShouldBe(["*"]);
        answer.GetProperty("expiresAt").GetDateTimeOffset().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddHours(11));
    }

    [Fact]
    public async Task Same_idempotency_key_gives_the_same_ticket_and_another_body_is_refused()
    {
        var first = await (await _service.Client.PostJsonAsync(Path, "{}", "k1")).JsonAsync();
        var second = await (await _service.Client.PostJsonAsync(Path, "{}", "k1")).JsonAsync();
        second.GetProperty("ticket").GetString().ShouldBe(first.GetProperty("ticket").GetString());
        await (await _service.Client.PostJsonAsync(Path, "{\"channels\":[]}", "k1")).ProblemAsync(HttpStatusCode.UnprocessableEntity);
        (await _service.As("bob").PostJsonAsync(Path, "{\"channels\":[]}", "k1")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("€")]
    public async Task Idempotency_key_of_other_characters_is_refused(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var handler = new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8 };
        using var client = new HttpClient(handler) { BaseAddress = _service.Address };
        client.DefaultRequestHeaders.Add("X-User-Id", "ada");
        var problem = await (await client.SendAsync(request)).ProblemAsync(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").TryGetProperty("Idempotency-Key", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Idempotency_key_that_is_too_long_is_refused()
    {
        (await _service.Client.PostJsonAsync(Path, "{}", new string('k', 255))).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await _service.Client.PostJsonAsync(Path, "{}", new string('k', 256))).ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("[", "")]
    [InlineData("[]", "")]
    [InlineData("null", "")]
    [InlineData("{\"channels\":1}", "channels")]
    [InlineData("{\"chanels\":[]}", "chanels")]
    [InlineData("{\"channels\":[\"nope\"]}", "channels")]
    [InlineData("{\"channels\":[null]}", "channels")]
    public async Task Body_that_is_not_understood_names_the_field(string body, string field)
    {
        var problem = await (await _service.Client.PostJsonAsync(Path, body)).ProblemAsync(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").EnumerateObject().Single().Name.ShouldBe(field);
    }

    [Theory]
    [InlineData("""{"channels":["\ud800"]}""")]
    [InlineData("""{"\ud800":1}""")]
    public async Task Body_with_half_a_surrogate_pair_is_refused(string body) =>
        await (await _service.Client.PostJsonAsync(Path, body)).ProblemAsync(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Nobody_is_made_up_for_a_caller_without_a_name()
    {
        var problem = await (await _service.Anonymous().PostAsync(Path, null)).ProblemAsync(HttpStatusCode.Unauthorized);
        problem.GetProperty("detail").GetString()!.ShouldContain("X-User-Id");
    }

    [Fact]
    public async Task User_id_that_no_channel_can_stand_for_is_refused()
    {
        var client = _service.Anonymous();
        var problem = await (await client.PostAsync(Path + "?user=" + new string('ä', 90), null)).ProblemAsync(HttpStatusCode.Unauthorized);
        problem.GetProperty("detail").GetString()!.ShouldContain("user id");
    }
}
