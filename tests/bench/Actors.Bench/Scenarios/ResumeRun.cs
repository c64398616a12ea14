using System.Diagnostics;
using System.Globalization;
using System.Text;
using Actors.Bench.Load;
using Actors.Bench.Peers;
using Actors.Bench.Report;

namespace Actors.Bench.Scenarios;

/// <summary>A client goes away, its shard moves on by records of other channels, and it comes back: how long until it has caught up.</summary>
/// <param name="Name">The scenario's name.</param>
/// <param name="Foreign">How many records of other channels lie between.</param>
/// <param name="Clients">How many such clients come back, one after the other, each from a place of its own.</param>
internal sealed record ResumeRun(string Name, int Foreign, int Clients)
{
    private const int Apart = 1000;
    private const int Others = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Measures the service, which it starts fresh and ends. It must have one shard.</summary>
    public async Task<Measurement> MeasureAsync(ActorsPeer peer)
    {
        await using var server = peer;
        await peer.StartAsync();
        await using var load = new LoadClient();
        using var http = new HttpClient { BaseAddress = peer.Address, Timeout = Patience };
        http.DefaultRequestHeaders.Add("X-User-Id", "bench");
        var places = new List<string>();
        for (var i = 0; i < Clients; i++)
        {
            places.Add((await CatchUpAsync(http, $"channel:gone{i}", null)).Id);
            await FillAsync(load, peer, Apart);
        }
        await FillAsync(load, peer, Foreign);
        for (var i = 0; i < Clients; i++) await PublishAsync(http, $"channel:gone{i}");
        await peer.SeenAsync($"channel:gone{Clients - 1}");
        await peer.RestartAsync();
        http.DefaultRequestHeaders.ConnectionClose = true;

        // The first connection of a fresh node compiles its code.
        await CatchUpAsync(http, "channel:gone-warm", null);
        var times = new List<double>();
        var missing = 0;
        for (var i = 0; i < Clients; i++)
        {
            var seen = await CatchUpAsync(http, $"channel:gone{i}", places[i]);
            times.Add(seen.Milliseconds);
            if (seen.Events != 1) missing++;
        }
        times.Sort();
        return new Measurement(Name, peer.Name, new Dictionary<string, double>
        {
            ["records between"] = Foreign,
            ["resumed p50 ms"] = times[times.Count / 2],
            ["resumed max ms"] = times[^1],
            ["lost"] = missing,
        });
    }

    // One channel after the other, because only events of one channel share a request.
    private static async Task FillAsync(LoadClient load, ActorsPeer peer, int count)
    {
        for (var i = 0; i < Others && count > 0; i++)
        {
            var part = i == Others - 1 ? count : Math.Max(1, count / (Others - i));
            await load.DoAsync(new LoadCommand.Publish(peer.Publish($"foreign{i}-", 1) with { Count = part, Connections = 4 }));
            count -= part;
        }
    }

    private static async Task PublishAsync(HttpClient http, string channel)
    {
        using var body = new StringContent("""{"type":"chat","text":"while you were away"}""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri($"/api/channels/{channel}/events", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
    }

    // Reads a stream up to the end of its replay, or for a new one its first checkpoint.
    private static async Task<(string Id, int Events, double Milliseconds)> CatchUpAsync(HttpClient http, string channel, string? from)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/events?named=1&channels={channel}");
        if (from is not null) request.Headers.Add("Last-Event-ID", from);
        var asked = Stopwatch.GetTimestamp();
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var (id, type, events) = (string.Empty, string.Empty, 0);
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("id:", StringComparison.Ordinal)) id = line[3..].Trim();
            if (line.StartsWith("event:", StringComparison.Ordinal)) type = line[6..].Trim();
            if (line.Length > 0) continue;
            if (type == (from is null ? "checkpoint" : "caught_up")) return (id, events, Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            if (type == "chat") events++;
            type = string.Empty;
        }
        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The stream of {channel} ended."));
    }
}
