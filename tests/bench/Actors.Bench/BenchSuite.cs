using Actors.Bench.Kernel;
using Actors.Bench.Peers;
using Actors.Bench.Report;
using Actors.Bench.Scenarios;

namespace Actors.Bench;

/// <summary>Runs scenarios, each against the servers that it compares, and holds the figures against the targets.</summary>
/// <param name="work">A folder for data, logs and the published service.</param>
/// <param name="service">The published service.</param>
/// <param name="peers">Who is measured.</param>
/// <param name="report">Where the results go.</param>
internal sealed partial class BenchSuite(string work, string service, IReadOnlyList<string> peers, BenchReport report)
{
    private const int Listeners = 1000;
    private const int IdleSessions = 10_000;
    private const int ReplayClients = 50;
    private const int ReplayEvents = 10_000;
    private const int Jobs = 500;

    private static readonly Dictionary<string, string> PatientWithSlowClients = new() { ["Sessions__SlowClientTimeout"] = "00:10:00", ["Server__PeerTimeout"] = "00:10:00" };

    /// <summary>One channel for all, at a fixed rate.</summary>
    public async Task FanoutAsync()
    {
        var run = new FanoutRun("fanout", Listeners, 1, 100, 15, 1);
        var (ours, bare, nchan) = await CompareAsync(run.Name, run.MeasureAsync);
        if (ours is not null) report.Add(BenchTargets.Fanout(ours, bare, nchan));
    }

    /// <summary>One channel for all, as many events as are taken.</summary>
    public Task FanoutMaxAsync()
    {
        var run = new FanoutRun("fanout-max", Listeners, 1, 0, 30, 1);
        return CompareAsync(run.Name, run.MeasureAsync);
    }

    /// <summary>A channel for each listener.</summary>
    public async Task PrivateAsync()
    {
        var run = new FanoutRun("fanout-private", Listeners, Listeners, 2000, 15, 16);
        var (ours, _, _) = await CompareAsync(run.Name, run.MeasureAsync);
        if (ours is not null) report.Add(BenchTargets.Private(ours));
    }

    /// <summary>One listener on an idle node.</summary>
    public async Task FirstAsync()
    {
        var run = new FanoutRun("first-published", 1, 1, 10, 30, 1);
        var (ours, _, _) = await CompareAsync(run.Name, run.MeasureAsync);
        if (ours is null) return;
        report.Add(BenchTargets.First(ours));
        report.Begin("first-job");
        var job = report.Show(await new FirstRun("first-job", 300).MeasureAsync(Actors()));
        report.Add(BenchTargets.First(job));
    }

    /// <summary>Streams on which nothing happens: each on a channel of its own, and all on one.</summary>
    public async Task IdleAsync()
    {
        foreach (var run in new[] { new IdleRun("idle", IdleSessions, IdleSessions), new IdleRun("idle-one-channel", IdleSessions, 1) })
        {
            var (ours, bare, _) = await CompareAsync(run.Name, run.MeasureAsync);
            if (ours is not null) report.Add(BenchTargets.Idle(ours, bare));
        }
    }

    /// <summary>One channel from memory, and one for each client from disk.</summary>
    public async Task ReplayAsync()
    {
        var warm = new ReplayRun("replay", ReplayClients, 1, ReplayEvents, Cold: false, Rounds: 3);
        var (ours, _, _) = await CompareAsync(warm.Name, warm.MeasureAsync);
        if (ours is null) return;
        report.Add(BenchTargets.Replay(ours, 1_000_000));
        var cold = new ReplayRun("replay-cold", ReplayClients, ReplayClients, ReplayEvents, Cold: true, Rounds: 1);
        report.Begin(cold.Name);
        report.Add(BenchTargets.Replay(report.Show(await cold.MeasureAsync(Actors())), 150_000));
    }

    /// <summary>With listeners that read nothing for a while, and without.</summary>
    public async Task SlowAsync()
    {
        if (!peers.Contains("actors")) return;
        report.Begin("slow");
        var without = report.Show(await new SlowRun("slow-without", 900, 0, 50).MeasureAsync(Actors(PatientWithSlowClients)));
        var with = report.Show(await new SlowRun("slow", 900, 100, 50).MeasureAsync(Actors(PatientWithSlowClients)));
        report.Add(BenchTargets.Slow(with, without));
    }

    /// <summary>Text jobs of the demo provider.</summary>
    public async Task JobsAsync()
    {
        if (!peers.Contains("actors")) return;
        report.Begin("jobs");
        report.Add(BenchTargets.Jobs(report.Show(await new JobsRun("jobs", Jobs, 500).MeasureAsync(Actors())), Jobs));
    }

    /// <summary>The actor engine alone.</summary>
    public async Task KernelAsync()
    {
        report.Begin("kernel");
        report.Add(BenchTargets.Kernel(report.Show(await KernelRun.MeasureAsync())));
    }

    private async Task<(Measurement? Ours, Measurement? Bare, Measurement? Nchan)> CompareAsync(string name, Func<IPeer, Task<Measurement>> measure)
    {
        report.Begin(name);
        var bare = peers.Contains("bare") ? report.Add(await measure(new BarePeer(work, RuntimeConfig()))) : null;
        Measurement? nchan = null;
        if (peers.Contains("nchan") && NchanPeer.Installed) nchan = report.Add(await measure(new NchanPeer(work)));
        else if (peers.Contains("nchan")) report.Note("nchan: not installed (see install.sh)");
        var ours = peers.Contains("actors") ? report.Add(await measure(Actors())) : null;
        report.Compare(ours, bare, nchan);
        return (ours, bare, nchan);
    }

    private string? RuntimeConfig() => File.Exists(ActorsPeer.RuntimeConfig(service)) ? ActorsPeer.RuntimeConfig(service) : null;

    private ActorsPeer Actors(IReadOnlyDictionary<string, string>? settings = null) => new(work, service, settings);
}
