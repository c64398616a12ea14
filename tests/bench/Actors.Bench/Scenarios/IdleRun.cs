using Actors.Bench.Load;
using Actors.Bench.Peers;
using Actors.Bench.Report;

namespace Actors.Bench.Scenarios;

/// <summary>Opens streams on which nothing happens and measures what each costs the server.</summary>
/// <param name="Name">The scenario's name.</param>
/// <param name="Connections">How many.</param>
/// <param name="Channels">Over how many channels they are spread.</param>
internal sealed record IdleRun(string Name, int Connections, int Channels)
{
    private const int WarmUpConnections = 100;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    /// <summary>Measures one server, which it starts fresh and ends. No collection is forced in it.</summary>
    public async Task<Measurement> MeasureAsync(IPeer peer)
    {
        await using var server = peer;
        await peer.StartAsync();
        await using (var warmUp = new LoadClient())
            await OpenAsync(warmUp, peer, WarmUpConnections);
        await Task.Delay(Settling / 2);
        var before = peer.Usage();
        await using var load = new LoadClient();
        var reply = await OpenAsync(load, peer, Connections);
        await Task.Delay(Settling);
        var settled = peer.Usage();
        await Task.Delay(Settling);
        var after = peer.Usage();
        return new Measurement(Name, peer.Name, new Dictionary<string, double>
        {
            ["sessions"] = reply.Ready,
            ["RSS KiB/session"] = (after.ResidentBytes - before.ResidentBytes) / 1024.0 / Connections,
            ["RSS before MiB"] = before.ResidentBytes / 1048576.0,
            ["RSS after MiB"] = after.ResidentBytes / 1048576.0,
            ["sockets KiB/session"] = (after.SocketBytes - before.SocketBytes) / 1024.0 / Connections,
            ["cpu s/10 s"] = after.CpuSeconds - settled.CpuSeconds,
            ["connect cpu ms/session"] = (settled.CpuSeconds - before.CpuSeconds) * 1000 / Connections,
            ["disconnects"] = reply.Disconnects,
        });
    }

    private async Task<LoadReply> OpenAsync(LoadClient load, IPeer peer, int count) =>
        await load.DoAsync(new LoadCommand.Open(count, Math.Min(count, Channels), peer.Listen(Name, fromStart: false), AwaitReady: true));
}
