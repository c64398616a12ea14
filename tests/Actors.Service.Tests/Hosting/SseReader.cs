using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Actors.Service.Tests.Hosting;

/// <summary>Reads a stream as EventSource does (the parser is .NET's own, which follows the standard), and remembers what it got.</summary>
internal sealed class SseReader : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _items;
    private readonly SseParser<string> _parser;

    private SseReader(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _parser = SseParser.Create(stream);
        _items = _parser.EnumerateAsync().GetAsyncEnumerator();
    }

    /// <summary>The answer's head.</summary>
    public HttpResponseMessage Response => _response;

    /// <summary>What the client would send as Last-Event-ID.</summary>
    public string LastEventId => _parser.LastEventId;

    /// <summary>Opens a stream; the answer must be 200.</summary>
    public static async Task<SseReader> OpenAsync(HttpClient client, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = client.DefaultRequestVersion, VersionPolicy = client.DefaultVersionPolicy };
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        return new SseReader(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event; null when the stream has ended. Checkpoints are passed over, as a page does.</summary>
    public async Task<JsonElement?> NextAsync()
    {
        while (await _items.MoveNextAsync())
        {
            if (_items.Current.EventType != "checkpoint")
            {
                return JsonDocument.Parse(_items.Current.Data).RootElement;
            }
        }

        return null;
    }

    /// <summary>Reads up to the first checkpoint: from then on the stream hears also what is told live only.</summary>
    public async Task UntilOpenAsync()
    {
        while (await _items.MoveNextAsync())
        {
            if (_items.Current.EventType == "checkpoint")
            {
                return;
            }
        }

        throw new InvalidOperationException("The stream ended before its first checkpoint.");
    }

    /// <summary>Reads up to and including the first event of a type, and returns all that came.</summary>
    public async Task<List<JsonElement>> UntilAsync(params string[] types)
    {
        List<JsonElement> events = [];
        while (await NextAsync() is { } next)
        {
            events.Add(next);
            if (types.Contains(next.GetProperty("type").GetString()))
            {
                return events;
            }
        }

        throw new InvalidOperationException($"The stream ended before {string.Join(" or ", types)}; it had {events.Count} events.");
    }

    public async ValueTask DisposeAsync()
    {
        _response.Dispose();
        try
        {
            await _items.DisposeAsync();
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            // What the connection says at its end does not matter any more.
        }
    }
}
