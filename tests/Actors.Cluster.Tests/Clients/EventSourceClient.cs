using System.Net;
using System.Text.Json;
using Actors.Cluster.Tests.Load;

namespace Actors.Cluster.Tests.Clients;

/// <summary>
/// A page with an EventSource: comes back after the server's <c>retry</c> and some chance with the last id that it got, for any
/// break of the connection; ends for ever at any other status than 200, or another content type. Remembers what its script got.
/// </summary>
internal sealed class EventSourceClient : IAsyncDisposable
{
    private static readonly string[] OwnTypes = ["connection.status.change", "caught_up", "reset"];

    private readonly HttpClient _http;
    private readonly string _path;
    private readonly Random _chance;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<HeardEvent>> _heard = [];
    private readonly List<string> _resets = [];
    private readonly EventStreamParser _parser;
    private volatile TaskCompletionSource? _frozen;
    private Task _running = Task.CompletedTask;
    private int _retry = 3000;

    /// <param name="http">The way to the cluster.</param>
    /// <param name="name">The user.</param>
    /// <param name="channels">What it hears.</param>
    /// <param name="follows">The job whose cursor it begins at; null begins with the first event of all.</param>
    /// <param name="seed">Of its jitter.</param>
    public EventSourceClient(HttpClient http, string name, IReadOnlyList<string> channels, AcceptedJob? follows, int seed)
    {
        (_http, Name, Channels, Follows, _chance) = (http, name, channels, follows, new Random(seed));
        _path = $"/api/events?user={name}&{(follows is null ? "from=earliest" : "lastEventId=" + follows.Cursor)}&channels={string.Join(',', channels)}";
        _parser = new EventStreamParser(Dispatch, milliseconds => _retry = milliseconds);
        foreach (var channel in channels)
        {
            _heard[channel] = [];
        }
    }

    public string Name { get; }

    public IReadOnlyList<string> Channels { get; }

    /// <summary>The job whose cursor it began at.</summary>
    public AcceptedJob? Follows { get; }

    /// <summary>How often a stream was opened.</summary>
    public int Connects { get; private set; }

    /// <summary>Whether the stream is open and has said so.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>The node that serves the stream, or did last.</summary>
    public string Node { get; private set; } = string.Empty;

    /// <summary>Why an EventSource would have given up for ever; null while it has not.</summary>
    public string? Failure { get; private set; }

    /// <summary>The <c>reset</c> events that came.</summary>
    public IReadOnlyList<string> Resets
    {
        get
        {
            lock (_gate)
            {
                return [.. _resets];
            }
        }
    }

    /// <summary>What came of a channel, in order.</summary>
    public HeardEvent[] Heard(string channel)
    {
        lock (_gate)
        {
            return [.. _heard[channel]];
        }
    }

    /// <summary>How many events came of a channel.</summary>
    public int Count(string channel)
    {
        lock (_gate)
        {
            return _heard[channel].Count;
        }
    }

    /// <summary>Whether an event came of a channel.</summary>
    public bool HasHeard(string channel, string id)
    {
        lock (_gate)
        {
            return _heard[channel].Exists(e => e.Id == id);
        }
    }

    public void Start() => _running = RunAsync();

    /// <summary>Stops taking bytes from the socket.</summary>
    public void Freeze() => _frozen ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes bytes again.</summary>
    public void Thaw() => Interlocked.Exchange(ref _frozen, null)?.SetResult();

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        Thaw();
        await _running;
        _closing.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_closing.IsCancellationRequested && Failure is null)
        {
            try
            {
                await ListenAsync();
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                // A network error: an EventSource comes back.
            }

            IsConnected = false;
            var wait = TimeSpan.FromMilliseconds(_retry * (1 + (0.2 * _chance.NextDouble())));
            await Task.Delay(wait, _closing.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    private async Task ListenAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _path);
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (_parser.LastEventId.Length > 0)
        {
            request.Headers.Add("Last-Event-ID", _parser.LastEventId);
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _closing.Token);
        if (response.StatusCode != HttpStatusCode.OK || response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            Failure = $"{(int)response.StatusCode} {response.Content.Headers.ContentType}: {await response.Content.ReadAsStringAsync(_closing.Token)}";
            return;
        }

        Connects++;
        _parser.Begin();
        await using var stream = await response.Content.ReadAsStreamAsync(_closing.Token);
        var buffer = new byte[8192];
        while (await stream.ReadAsync(buffer, _closing.Token) is > 0 and var read)
        {
            _parser.Feed(buffer.AsSpan(0, read));
            if (_frozen is { } frozen)
            {
                await frozen.Task;
            }
        }
    }

    private void Dispatch(string name, byte[] data)
    {
        // A script that sets onmessage hears nothing of named events: checkpoints.
        if (name != "message")
        {
            return;
        }

        using var document = JsonDocument.Parse(data);
        var root = document.RootElement;
        var type = root.GetProperty("type").GetString()!;
        lock (_gate)
        {
            if (!OwnTypes.Contains(type))
            {
                _heard[root.GetProperty("channel").GetString()!].Add(new HeardEvent(root.GetProperty("id").GetString()!, type, Checker.Hashing.Of(data)));
            }
            else if (type == "reset")
            {
                _resets.Add(root.GetRawText());
            }
        }

        if (type == "connection.status.change" && root.GetProperty("result") is var result && result.GetProperty("status").GetString() == "connected")
        {
            Node = result.GetProperty("node").GetString()!;
            IsConnected = true;
        }
    }
}
