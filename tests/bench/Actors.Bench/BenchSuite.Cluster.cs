using Actors.Bench.Cluster;
using Actors.Bench.Scenarios;

namespace Actors.Bench;

/// <summary>The scenarios of a node on real servers, all on this machine.</summary>
internal sealed partial class BenchSuite
{
    private const int ClusterShards = 12;
    private const double LiveRate = 2000;
    private const double DurableRate = 12_000;
    private const int DurableSeconds = 60;

    /// <summary>Runs one part, or all.</summary>
    public async Task ClusterAsync(string? only)
    {
        KafkaLibrary.Load();
        await using (var servers = await ClusterServers.StartAsync(brokers: 1))
        {
            if (only is null or "claims") await ClaimsAsync(servers, 1);
            if (only is null or "first") await ClusterFirstAsync(servers, 1);
            if (only is null or "live") await ClusterLiveAsync(servers);
            if (only is null or "fanout") await ClusterFanoutAsync(servers);
            if (only is null or "jobs") await ClusterJobsAsync(servers);
            if (only is null or "resume") await ClusterResumeAsync(servers);
            if (only is null or "takeover") await ClusterTakeoverAsync(servers);
        }
        if (only is null or "first3" or "claims")
        {
            await using var three = await ClusterServers.StartAsync(brokers: 3);
            if (only is null or "claims") await ClaimsAsync(three, 3);
            if (only is null or "first3") await ClusterFirstAsync(three, 3);
        }
    }

    // An idempotent append that is read back, as under a claim, and what a transaction would take in its place.
    private async Task ClaimsAsync(ClusterServers servers, int brokers)
    {
        var name = $"cluster-claims-{brokers}-brokers";
        report.Begin(name);
        report.Show(await KafkaFloor.MeasureAsync(servers, name, 500, 10, partitions: 1));
        report.Show(await KafkaTransactions.MeasureAsync(servers, name, withOffsets: false, 300));
        report.Show(await KafkaTransactions.MeasureAsync(servers, name, withOffsets: true, 300));
    }

    // One POST after the other on an idle cluster.
    private async Task ClusterFirstAsync(ClusterServers servers, int brokers)
    {
        var name = $"cluster-first-{brokers}-brokers";
        report.Begin(name);
        var job = report.Show(await new FirstRun(name, 300).MeasureAsync(Actors(await servers.SettingsAsync(ClusterShards))));
        report.Add(BenchTargets.ClusterFirst(job, brokers));
    }

    // 1,000 sessions, of which 100 follow a job that emits 20 events a second.
    private async Task ClusterLiveAsync(ClusterServers servers)
    {
        const string Name = "cluster-live";
        const int Streaming = 100;
        report.Begin(Name);
        var floor = report.Show(await KafkaFloor.MeasureAsync(servers, Name, LiveRate, 10));
        var settings = await servers.SettingsAsync(
            ClusterShards, ("Jobs__Demo__TokensPerSecond", "20"), ("Jobs__ChunkIntervalMilliseconds", "1"));
        var run = new JobsRun(Name, Streaming, 400, LiveRate / Streaming, Listeners - Streaming, servers.CpuSeconds);
        report.Add(BenchTargets.ClusterLive(report.Show(await run.MeasureAsync(Actors(settings))), floor, Streaming));
    }

    // One channel for all, beside nginx with nchan over its own Redis.
    private async Task ClusterFanoutAsync(ClusterServers servers)
    {
        var run = new FanoutRun("cluster-fanout", Listeners, 1, 100, 15, 1);
        report.Begin(run.Name);
        var nchan = Peers.NchanPeer.Installed ? report.Add(await run.MeasureAsync(new Peers.NchanPeer(work))) : null;
        if (nchan is null) report.Note("nchan: not installed (see install.sh)");
        var ours = report.Add(await run.MeasureAsync(Actors(await servers.SettingsAsync(ClusterShards))));
        report.Compare(ours, nchan);
        report.Add(BenchTargets.ClusterFanout(ours, nchan));
    }

    // 500 jobs that stream for a minute, the servers on the same cores.
    private async Task ClusterJobsAsync(ClusterServers servers)
    {
        const string Name = "cluster-jobs";
        report.Begin(Name);
        var settings = await servers.SettingsAsync(
            ClusterShards, ("Jobs__Demo__TokensPerSecond", $"{DurableRate / Jobs}"), ("Jobs__ChunkIntervalMilliseconds", "1"));
        var run = new JobsRun(Name, Jobs, (int)(DurableRate / Jobs * DurableSeconds), DurableRate / Jobs, 0, servers.CpuSeconds);
        report.Add(BenchTargets.ClusterJobs(report.Show(await run.MeasureAsync(Actors(settings))), Jobs));
    }

    private async Task ClusterResumeAsync(ClusterServers servers)
    {
        foreach (var (foreign, limit) in new[] { (100_000, 150), (1_000_000, 250) })
        {
            var run = new ResumeRun($"cluster-resume-{foreign}", foreign, 9);
            report.Begin(run.Name);
            var settings = await servers.SettingsAsync(1, ("Shards__MaxTrackedChannels", "1000"));
            report.Add(BenchTargets.ClusterResume(report.Show(await run.MeasureAsync(Actors(settings))), limit));
        }
    }

    private async Task ClusterTakeoverAsync(ClusterServers servers)
    {
        const string Name = "cluster-takeover";
        report.Begin(Name);
        var settings = await servers.SettingsAsync(1, ("Jobs__Demo__TokensPerSecond", "0.1"), ("Shards__PointInterval", "10.00:00:00"), ("Shards__PointBytes", "100000000000"));
        var reader = new KafkaReader(servers.BootstrapServers, settings["Kafka__Topic"]);
        report.Add(BenchTargets.ClusterTakeover(report.Show(await new TakeoverRun(Name, Jobs, 100_000).MeasureAsync(Actors(settings), reader))));
    }
}
