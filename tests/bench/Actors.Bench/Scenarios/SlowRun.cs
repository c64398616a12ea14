using Actors.Bench.Load;
using Actors.Bench.Peers;
using Actors.Bench.Report;

namespace Actors.Bench.Scenarios;

/// <summary>Publishes to listeners of one channel of which some read nothing meanwhile, and then lets these read.</summary>
/// <param name="Name">The scenario's name.</param>
/// <param name="Readers">Listeners that read.</param>
/// <param name="Slow">Listeners that do not.</param>
/// <param name="Megabytes">How much goes by, in MB of payload.</param>
internal sealed record SlowRun(string Name, int Readers, int Slow, int Megabytes)
{
    private const int PayloadBytes = 16 * 1024;
    private const double Rate = 40;

    // Long enough for the server's heap, log and windows to have the size that this traffic gives them, whoever reads.
    private const int WarmUpEvents = 600;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    /// <summary>Measures one server, which it starts fresh and ends.</summary>
    public async Task<Measurement> MeasureAsync(IPeer peer)
    {
        await using var server = peer;
        await peer.StartAsync();
        await using var load = new LoadClient();
        await load.DoAsync(new LoadCommand.Open(Slow + Readers, 1, peer.Listen(Name, fromStart: false, resumes: true), AwaitReady: true));
        var request = peer.Publish(Name, 1) with { Bytes = PayloadBytes, Rate = Rate };
        await load.DoAsync(new LoadCommand.Publish(request with { Count = WarmUpEvents }));
        await load.DoAsync(new LoadCommand.Await((long)WarmUpEvents * (Slow + Readers), 0, 60));
        await load.DoAsync(new LoadCommand.Pause(Slow));
        await Task.Delay(Settling);
        await load.DoAsync(new LoadCommand.Clear());

        var before = peer.Usage();
        var events = Megabytes * 1_000_000L / PayloadBytes;
        using var published = new CancellationTokenSource();
        var peak = PeakAsync(peer, published.Token);
        await load.DoAsync(new LoadCommand.Publish(request with { Count = events }));
        var reply = await load.DoAsync(new LoadCommand.Await(events * Readers, 0, 120));
        await published.CancelAsync();
        var (peakResident, peakSockets, peakBoth) = await peak;
        await Task.Delay(Settling);
        var settled = peer.Usage();

        await load.DoAsync(new LoadCommand.Resume());
        var resumed = await load.DoAsync(new LoadCommand.Await(events * Readers, events * Slow, 180));
        return new Measurement(Name, peer.Name, new Dictionary<string, double>
        {
            ["readers"] = Readers,
            ["slow"] = Slow,
            ["p50 ms"] = reply.P50,
            ["p99 ms"] = reply.P99,
            ["max ms"] = reply.Max,
            ["memory growth MiB"] = Mebibytes(Memory(settled) - Memory(before)),
            ["RSS growth MiB"] = Mebibytes(settled.ResidentBytes - before.ResidentBytes),
            ["sockets growth MiB"] = Mebibytes(settled.SocketBytes - before.SocketBytes),
            ["peak growth MiB"] = Mebibytes(peakBoth - Memory(before)),
            ["peak RSS growth MiB"] = Mebibytes(peakResident - before.ResidentBytes),
            ["peak sockets growth MiB"] = Mebibytes(peakSockets - before.SocketBytes),
            ["lost by readers"] = events * Readers - reply.Deliveries,
            ["lost by slow"] = events * Slow - resumed.DeliveriesApart,
            ["repeated or late"] = resumed.RepeatedOrLate,
            ["out of order"] = resumed.Missing,
            ["reconnects"] = resumed.Disconnects,
        });
    }

    private static async Task<(long Resident, long Sockets, long Both)> PeakAsync(IPeer peer, CancellationToken ct)
    {
        long resident = 0, sockets = 0, both = 0;
        while (!ct.IsCancellationRequested)
        {
            var usage = peer.Usage();
            (resident, sockets, both) = (Math.Max(resident, usage.ResidentBytes), Math.Max(sockets, usage.SocketBytes), Math.Max(both, Memory(usage)));
            await Task.Delay(200, CancellationToken.None);
        }
        return (resident, sockets, both);
    }

    private static long Memory(ServerUsage usage) => usage.ResidentBytes + usage.SocketBytes;

    private static double Mebibytes(long bytes) => bytes / 1048576.0;
}
