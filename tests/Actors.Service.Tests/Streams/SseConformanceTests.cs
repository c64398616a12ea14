using System.Net;
using System.Text.Json;
using Actors.Service.Tests.Hosting;

namespace Actors.Service.Tests.Streams;

/// <summary>What the HTML standard (§9.2) and browsers ask of a stream, seen byte by byte.</summary>
public sealed class SseConformanceTests : IAsyncLifetime
{
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync("Jobs:Demo:TokensPerSecond=2000");

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Head_and_first_bytes_are_those_of_an_event_stream()
    {
        await using var raw = await RawStream.GetAsync(_service.Address, "/api/events?user=ada");
        (await raw.ReadUntilAsync("connection.status.change")).ShouldBeTrue();
        var head = raw.Text[..raw.Text.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
        head.ShouldStartWith("HTTP/1.1 200 OK");
        head.ShouldContain("Content-Type: text/event-stream\r\n");
        head.ShouldContain("Cache-Control: no-cache, no-store, no-transform\r\n");
        head.ShouldContain("X-Accel-Buffering: no");
        head.ShouldNotContain("Content-Encoding");
        var body = raw.Text[(head.Length + 4)..];
        body.ShouldNotContain("ï»¿");
        var firstLine = body.Split('\n').First(l => l.Contains(':', StringComparison.Ordinal));
        firstLine.TrimEnd('\r').ShouldMatch("^retry: [0-9]+$");
    }

    [Fact]
    public async Task Compression_is_not_used_though_the_client_takes_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/events?user=ada");
        request.Headers.Add("Accept-Encoding", "gzip, br");
        var response = await _service.Anonymous().SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.Content.Headers.ContentEncoding.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_that_a_user_writes_can_break_the_framing()
    {
        const string evil = "a\r\ndata: forged\n\nid: 0\r\nevent: x\u2028\u2029\0\u0085\uFEFF\u001f\"\\</script>";
        await using var raw = await RawStream.GetAsync(_service.Address, "/api/events?user=ada&channels=channel:evil");
        await raw.ReadUntilAsync("connection.status.change");
        var body = JsonSerializer.Serialize(new { type = "note", text = evil });
        (await _service.Client.PostJsonAsync("/api/channels/channel:evil/events", body)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await _service.Client.PostJsonAsync("/api/channels/channel:evil/events", """{"type":"end"}""")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await raw.ReadUntilAsync("\"type\":\"end\"")).ShouldBeTrue();

        raw.Text.ShouldNotContain("\ndata: forged");
        raw.Text.ShouldNotContain("\0");
        await using var stream = await SseReader.OpenAsync(_service.Client, "/api/events?channels=channel:evil&from=earliest");
        var events = await stream.UntilAsync("end");
        events.Single(e => e.GetProperty("type").GetString() == "note").GetProperty("text").GetString().ShouldBe(evil);
    }

    [Fact]
    public async Task Ids_stand_in_the_alphabet_that_needs_no_preflight_and_are_short_for_eight_channels()
    {
        var channels = string.Join(',', Enumerable.Range(0, 8).Select(i => $"channel:c{i}"));
        await using var raw = await RawStream.GetAsync(_service.Address, $"/api/events?user=ada&channels={channels}");
        await raw.ReadUntilAsync("connection.status.change");
        await _service.Client.PostJsonAsync("/api/channels/channel:c3/events", """{"type":"note"}""");
        (await raw.ReadUntilAsync("\"type\":\"note\"")).ShouldBeTrue();
        var ids = raw.Text.Split('\n').Where(l => l.StartsWith("id: ", StringComparison.Ordinal)).Select(l => l[4..].TrimEnd('\r')).ToList();
        ids.ShouldNotBeEmpty();
        ids.ShouldAllBe(id => id.Length <= 128 && id.All(c => char.IsAsciiLetterOrDigit(c) || "-_.~".Contains(c)));
    }

    [Fact]
    public async Task Type_is_in_the_event_field_only_when_it_is_asked_for()
    {
        await using var plain = await RawStream.GetAsync(_service.Address, "/api/events?user=ada&channels=channel:n");
        await using var named = await RawStream.GetAsync(_service.Address, "/api/events?user=ada&channels=channel:n&named=1");
        await plain.ReadUntilAsync("connection.status.change");
        await named.ReadUntilAsync("connection.status.change");
        await _service.Client.PostJsonAsync("/api/channels/channel:n/events", """{"type":"note"}""");
        await plain.ReadUntilAsync("\"type\":\"note\"");
        await named.ReadUntilAsync("\"type\":\"note\"");
        plain.Text.ShouldNotContain("event: note");
        named.Text.ShouldContain("event: note");
    }

    [Theory]
    [InlineData("lastEventId")]
    [InlineData("last_event_id")]
    public async Task Cursor_resumes_by_header_and_by_query_and_the_header_wins(string parameter)
    {
        for (var i = 1; i <= 3; i++)
        {
            await _service.Client.PostJsonAsync($"/api/channels/channel:{parameter}/events", $$"""{"type":"note","n":{{i}}}""");
        }

        List<string> ids = [];
        await using (var all = await SseReader.OpenAsync(_service.Client, $"/api/events?channels=channel:{parameter}&from=earliest"))
        {
            for (var i = 1; i <= 3; i++)
            {
                await all.UntilAsync("note");
                ids.Add(all.LastEventId);
            }
        }

        await using var byQuery = await SseReader.OpenAsync(_service.Client, $"/api/events?channels=channel:{parameter}&{parameter}={ids[0]}");
        (await byQuery.UntilAsync("note"))[^1].GetProperty("n").GetInt32().ShouldBe(2);
        await using var both = await SseReader.OpenAsync(_service.Client, $"/api/events?channels=channel:{parameter}&{parameter}={ids[0]}", ids[1]);
        (await both.UntilAsync("note"))[^1].GetProperty("n").GetInt32().ShouldBe(3);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("%00%01")]
    [InlineData("AAAAAAAAAAAAAAAA")]
    [InlineData("-1")]
    [InlineData("AQ")]
    public async Task Cursor_that_is_none_is_answered_by_a_reset_and_the_stream_goes_on(string cursor)
    {
        await using var stream = await SseReader.OpenAsync(_service.Client, "/api/events?channels=channel:g&lastEventId=" + cursor);
        var reset = (await stream.UntilAsync("reset"))[^1].GetProperty("result");
        reset.GetProperty("reason").GetString().ShouldNotBeNullOrEmpty();
        await _service.Client.PostJsonAsync("/api/channels/channel:g/events", """{"type":"note"}""");
        await stream.UntilAsync("note");
    }

    [Fact]
    public async Task Cursor_of_any_length_is_answered()
    {
        await using var stream = await SseReader.OpenAsync(_service.Client, "/api/events?lastEventId=" + new string('A', 4000));
        await stream.UntilAsync("reset");
    }

    [Fact]
    public async Task Filters_by_type_and_job_and_replay_count_are_kept()
    {
        for (var i = 1; i <= 5; i++)
        {
            await _service.Client.PostJsonAsync("/api/channels/channel:f/events", $$"""[{"type":"odd","n":{{i}}},{"type":"other","n":{{i}}}]""");
        }

        // A 202 says that the command is durable, not that its events are there already.
        await using (var all = await SseReader.OpenAsync(_service.Client, "/api/events?channels=channel:f&from=earliest&types=other"))
        {
            for (var i = 1; i <= 5; i++)
            {
                await all.UntilAsync("other");
            }
        }

        await using var typed = await SseReader.OpenAsync(_service.Client, "/api/events?channels=channel:f&types=odd&from=earliest");
        var events = await typed.UntilAsync("caught_up");
        events.Where(e => e.TryGetProperty("n", out _)).Select(e => e.GetProperty("type").GetString()).Distinct().ShouldBe(["odd"]);

        await using var last = await SseReader.OpenAsync(_service.Client, "/api/events?channels=channel:f&replay=3");
        var replayed = await last.UntilAsync("caught_up");
        replayed.Where(e => e.TryGetProperty("n", out _)).Select(e => e.GetProperty("n").GetInt32()).ShouldBe([4, 5, 5]);
    }

    [Fact]
    public async Task Many_channels_share_a_stream_named_once_or_many_times()
    {
        await using var stream = await SseReader.OpenAsync(_service.Client, "/api/events?channels=channel:a,channel:b&channels=channel:c&channels=channel:a");
        await stream.UntilAsync("connection.status.change");
        foreach (var c in "cab")
        {
            await _service.Client.PostJsonAsync($"/api/channels/channel:{c}/events", $$"""{"type":"note","from":"{{c}}"}""");
        }

        List<string> heard = [];
        while (heard.Count < 3)
        {
            heard.Add((await stream.UntilAsync("note"))[^1].GetProperty("from").GetString()!);
        }

        heard.Order().ShouldBe(["a", "b", "c"]);
    }

    [Theory]
    [InlineData("channels=nope", "channels")]
    [InlineData("channels=user:", "channels")]
    [InlineData("channels=channel:a/b", "channels")]
    [InlineData("replay=-1", "replay")]
    [InlineData("replay=1000000", "replay")]
    [InlineData("from=yesterday", "from")]
    [InlineData("named=maybe", "named")]
    [InlineData("jobId=x", "jobId")]
    public async Task Query_that_is_not_understood_is_refused_by_its_name(string query, string field)
    {
        var problem = await (await _service.Client.GetAsync("/api/events?" + query)).ProblemAsync(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
        await (await _service.Client.GetAsync("/api/events/poll?" + query)).ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(64, HttpStatusCode.OK)]
    [InlineData(65, HttpStatusCode.BadRequest)]
    [InlineData(500, HttpStatusCode.BadRequest)]
    public async Task Sixty_four_channels_are_served_and_more_are_refused(int count, HttpStatusCode status)
    {
        var channels = string.Join(',', Enumerable.Range(0, count).Select(i => $"channel:c{i}"));
        using var response = await _service.Client.GetAsync("/api/events?channels=" + channels, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task A_thousand_channels_with_long_names_are_refused_not_dropped()
    {
        var channels = string.Join(',', Enumerable.Range(0, 1000).Select(i => $"channel:{new string('c', 100)}{i}"));
        using var response = await _service.Client.GetAsync("/api/events?channels=" + channels, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBeOneOf(HttpStatusCode.RequestUriTooLong, HttpStatusCode.BadRequest);
    }
}
