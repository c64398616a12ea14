using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Actors.Service.Tests.Processes;

/// <summary>Hears a stream as a browser's EventSource does: whatever breaks, it comes back with the last id that it got.</summary>
internal sealed class BrowserLikeClient(Uri address, string path) : IAsyncDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _client = new() { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
    private readonly CancellationTokenSource _closing = new();
    private readonly List<JsonElement> _events = [];
    private string _lastEventId = string.Empty;
    private Task _running = Task.CompletedTask;

    /// <summary>How often it has connected.</summary>
    public int Connects { get; private set; }

    /// <summary>The durable events that came, in order.</summary>
    public List<JsonElement> Durable()
    {
        lock (_events)
        {
            return [.. _events];
        }
    }

    /// <summary>Begins to listen.</summary>
    public void Start() => _running = RunAsync();

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _running;
        _client.Dispose();
        _closing.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                await ListenAsync();
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                // The next connect is what a browser does about it.
            }

            await Task.Delay(Retry, _closing.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private async Task ListenAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (_lastEventId.Length > 0)
        {
            request.Headers.Add("Last-Event-ID", _lastEventId);
        }

        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _closing.Token);
        response.EnsureSuccessStatusCode();
        Connects++;
        var parser = SseParser.Create(await response.Content.ReadAsStreamAsync(_closing.Token));
        await foreach (var item in parser.EnumerateAsync(_closing.Token))
        {
            if (item.EventId is { Length: > 0 } id)
            {
                _lastEventId = id;
            }

            var json = JsonDocument.Parse(item.Data).RootElement;
            if (item.EventType == "message" && json.TryGetProperty("channel", out _))
            {
                lock (_events)
                {
                    _events.Add(json);
                }
            }
        }
    }
}
