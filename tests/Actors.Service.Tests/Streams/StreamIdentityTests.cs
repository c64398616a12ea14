using System.Net;
using Actors.Service.Tests.Hosting;
using Actors.Service.Tests.Identity;

namespace Actors.Service.Tests.Streams;

public sealed class StreamIdentityTests : IAsyncLifetime
{
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync("Auth:Mode=Jwt", "Auth:Jwt:Secret=" + Tokens.Secret);

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Own_channel_and_those_of_the_token_are_heard_and_no_others()
    {
        using var ada = _service.Bearing(Tokens.Make("ada", channels: ["channel:team-*"]));
        foreach (var allowed in new[] { "user:ada", "channel:team-a", "" })
        {
            await using var stream = await SseReader.OpenAsync(ada, "/api/events?channels=" + allowed);
        }

        foreach (var forbidden in new[] { "user:bob", "channel:other", "user:ada,user:bob" })
        {
            foreach (var path in new[] { "/api/events?channels=", "/api/events/poll?channels=" })
            {
                var problem = await (await ada.GetAsync(path + forbidden)).ProblemAsync(HttpStatusCode.Forbidden);
                problem.GetProperty("detail").GetString()!.ShouldContain("channel:team-*");
            }
        }

        await (await ada.GetAsync("/api/channels/user:bob/snapshot")).ProblemAsync(HttpStatusCode.Forbidden);
        await (await ada.GetAsync("/api/events/history?channel=user:bob")).ProblemAsync(HttpStatusCode.Forbidden);
        await (await ada.PostJsonAsync("/api/generate/text", """{"prompt":"x","channel":"user:bob"}""")).ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Ticket_opens_a_stream_without_headers_again_and_again_and_nothing_else()
    {
        using var ada = _service.Bearing(Tokens.Make("ada", channels: ["channel:team-*"]));
        var ticket = (await (await ada.PostAsync("/api/events/ticket", null)).JsonAsync()).GetProperty("ticket").GetString()!;
        using var page = _service.Anonymous();
        for (var i = 0; i < 3; i++)
        {
            await using var stream = await SseReader.OpenAsync(page, $"/api/events?channels=user:ada,channel:team-a&ticket={ticket}");
            await stream.UntilAsync("connection.status.change");
        }

        await (await page.GetAsync($"/api/events?channels=user:bob&ticket={ticket}")).ProblemAsync(HttpStatusCode.Forbidden);
        (await page.GetAsync($"/api/events/poll?wait=0&ticket={ticket}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await page.PostJsonAsync($"/api/generate/text?ticket={ticket}", """{"prompt":"x"}""")).ProblemAsync(HttpStatusCode.Unauthorized);
        foreach (var path in new[] { "/api/jobs", "/api/jobs/1-0", "/api/channels/channel:team-a/snapshot", "/api/channels/channel:team-a/presence", "/admin/shards" })
        {
            await (await page.GetAsync($"{path}?ticket={ticket}")).ProblemAsync(HttpStatusCode.Unauthorized);
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a.b")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("eyJ1c2VyIjoiYWRhIiwiY2hhbm5lbHMiOlsiKiJdLCJleHBpcmVzIjo5OTk5OTk5OTk5fQ.AAAA")]
    public async Task Ticket_that_is_made_up_is_refused(string ticket) =>
        await (await _service.Anonymous().GetAsync("/api/events?ticket=" + ticket)).ProblemAsync(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task Ticket_outlives_a_restart_and_is_good_at_a_node_with_the_same_secret()
    {
        using var ada = _service.Bearing(Tokens.Make("ada"));
        var ticket = (await (await ada.PostAsync("/api/events/ticket", null)).JsonAsync()).GetProperty("ticket").GetString()!;
        await using var other = await RunningService.StartAsync("Auth:Mode=Jwt", "Auth:Jwt:Secret=" + Tokens.Secret);
        await using var stream = await SseReader.OpenAsync(other.Anonymous(), "/api/events?ticket=" + ticket);
    }

    [Fact]
    public async Task Development_ticket_outlives_a_restart_by_its_key_in_the_data_directory()
    {
        using var directory = new TemporaryDirectory();
        string ticket;
        await using (var first = await RunningService.StartInAsync(directory.Path))
        {
            ticket = (await (await first.Client.PostAsync("/api/events/ticket", null)).JsonAsync()).GetProperty("ticket").GetString()!;
        }

        await using var second = await RunningService.StartInAsync(directory.Path);
        await using var stream = await SseReader.OpenAsync(second.Anonymous(), "/api/events?ticket=" + ticket);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path.Combine(directory.Path, "ticket.key")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stream_warns_of_its_tokens_end_and_closes_with_it(bool hasFraction)
    {
        using var ada = _service.Bearing(Tokens.Make("ada", expiresIn: TimeSpan.FromSeconds(3), exp: hasFraction ? seconds => seconds + 0.5 : null));
        await using var stream = await SseReader.OpenAsync(ada, "/api/events");
        List<string> statuses = [];
        while (await stream.NextAsync() is { } next)
        {
            if (next.GetProperty("type").GetString() == "connection.status.change")
            {
                statuses.Add(next.GetProperty("result").GetProperty("status").GetString()!);
            }
        }

        statuses.ShouldBe(["connected", "expiring", "closing"]);
    }

    [Fact]
    public async Task Publishing_needs_its_right()
    {
        using var reader = _service.Bearing(Tokens.Make("ada", channels: ["*"]));
        var problem = await (await reader.PostJsonAsync("/api/channels/user:bob/events", """{"type":"note"}""")).ProblemAsync(HttpStatusCode.Forbidden);
        problem.GetProperty("detail").GetString()!.ShouldContain("publish");
        using var backend = _service.Bearing(Tokens.Make("backend", rights: ["publish"]));
        (await backend.PostJsonAsync("/api/channels/user:bob/events", """{"type":"note"}""")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }
}
