using System.Diagnostics;
using Actors.Bench.Load;
using Actors.Bench.Peers;
using Actors.Bench.Report;

namespace Actors.Bench.Scenarios;

/// <summary>Fills channels with events and then lets clients read them from the first one on, all at once.</summary>
/// <param name="Name">The scenario's name.</param>
/// <param name="Clients">How many clients.</param>
/// <param name="Channels">1 for the same channel for all, or one for each.</param>
/// <param name="Events">Events in each channel.</param>
/// <param name="Cold">True if the server is started again between filling and reading.</param>
/// <param name="Rounds">How often the clients come; the last round counts, the ones before it are the warm-up. A cold server has one.</param>
internal sealed record ReplayRun(string Name, int Clients, int Channels, int Events, bool Cold, int Rounds)
{
    /// <summary>Measures one server, which it starts fresh and ends.</summary>
    public async Task<Measurement> MeasureAsync(IPeer peer)
    {
        await using var server = peer;
        await peer.StartAsync();
        await using (var fill = new LoadClient())
            await fill.DoAsync(new LoadCommand.Publish(peer.Publish(Name, Channels) with { Count = (long)Events * Channels, Connections = 8 }));
        if (Cold) await peer.RestartAsync();
        Measurement? last = null;
        for (var round = 0; round < Rounds; round++) last = await ReadAsync(peer);
        return last!;
    }

    private async Task<Measurement> ReadAsync(IPeer peer)
    {
        await using var load = new LoadClient();
        await load.DoAsync(new LoadCommand.Clear());
        var before = peer.Usage();
        var opened = await load.DoAsync(new LoadCommand.Open(Clients, Channels, peer.Listen(Name, fromStart: true), AwaitReady: false));
        var expected = (long)Clients * Events;
        var reply = await load.DoAsync(new LoadCommand.Await(expected, 0, 120));
        var after = peer.Usage();
        var elapsed = (reply.LastAt - opened.AskedAt) / (double)Stopwatch.Frequency;
        return new Measurement(Name, peer.Name, new Dictionary<string, double>
        {
            ["events/s"] = reply.Deliveries / elapsed,
            ["seconds"] = elapsed,
            ["first event ms"] = (reply.FirstAt - opened.AskedAt) * 1e3 / Stopwatch.Frequency,
            ["cpu s/million"] = (after.CpuSeconds - before.CpuSeconds) / reply.Deliveries * 1e6,
            ["RSS growth MiB"] = (after.ResidentBytes - before.ResidentBytes) / 1048576.0,
            ["lost"] = expected - reply.Deliveries,
            ["repeated or late"] = reply.RepeatedOrLate,
            ["out of order"] = reply.Missing,
            ["disconnects"] = reply.Disconnects,
        });
    }
}
