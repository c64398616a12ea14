using System.Diagnostics;
using Actors.Bench.Load;
using Actors.Bench.Peers;
using Actors.Bench.Report;

namespace Actors.Bench.Scenarios;

/// <summary>Publishes at a fixed rate to channels with listeners, after a warm-up, and measures one server.</summary>
/// <param name="Name">The scenario's name.</param>
/// <param name="Connections">Listeners in all.</param>
/// <param name="Channels">Channels in all; listeners are spread over them.</param>
/// <param name="Rate">Events a second in all; 0 for as many as the server takes.</param>
/// <param name="Seconds">How long it publishes; at rate 0 the number of events is that of 100 a second.</param>
/// <param name="PublishConnections">Connections of the publisher.</param>
internal sealed record FanoutRun(string Name, int Connections, int Channels, double Rate, double Seconds, int PublishConnections)
{
    private const int PayloadBytes = 200;
    private const double WarmUpSeconds = 5;

    /// <summary>Measures one server, which it starts fresh and ends.</summary>
    public async Task<Measurement> MeasureAsync(IPeer peer)
    {
        await using var server = peer;
        await peer.StartAsync();
        await using var load = new LoadClient();
        await load.DoAsync(new LoadCommand.Open(Connections, Channels, peer.Listen(Name, fromStart: false), AwaitReady: true));
        var perChannel = Connections / Channels;
        var pace = Rate > 0 ? Rate : 100;
        var request = peer.Publish(Name, Channels) with { Bytes = PayloadBytes, Connections = PublishConnections };
        var warmUp = (long)(pace * WarmUpSeconds);
        await load.DoAsync(new LoadCommand.Publish(request with { Rate = pace, Count = warmUp }));
        await load.DoAsync(new LoadCommand.Await(warmUp * perChannel, 0, 60));

        await load.DoAsync(new LoadCommand.Clear());
        var count = (long)(pace * Seconds);
        var before = peer.Usage();
        var published = (await load.DoAsync(new LoadCommand.Publish(request with { Rate = Rate, Count = count }))).Published!;
        var reply = await load.DoAsync(new LoadCommand.Await(count * perChannel, 0, 60));
        var after = peer.Usage();

        var elapsed = (reply.LastAt - published.StartedAt) / (double)Stopwatch.Frequency;
        return new Measurement(Name, peer.Name, new Dictionary<string, double>
        {
            ["delivered/s"] = reply.Deliveries / elapsed,
            ["cpu s/million"] = (after.CpuSeconds - before.CpuSeconds) / reply.Deliveries * 1e6,
            ["p50 ms"] = reply.P50,
            ["p90 ms"] = reply.P90,
            ["p99 ms"] = reply.P99,
            ["max ms"] = reply.Max,
            ["lost"] = count * perChannel - reply.Deliveries,
            ["repeated or late"] = reply.RepeatedOrLate,
            ["out of order"] = reply.Missing,
            ["foreign"] = reply.Foreign,
            ["disconnects"] = reply.Disconnects,
            ["answer p50 ms"] = published.AnswerP50,
            ["answer p99 ms"] = published.AnswerP99,
            ["load cpu s/million"] = reply.Cpu / reply.Deliveries * 1e6,
        });
    }
}
