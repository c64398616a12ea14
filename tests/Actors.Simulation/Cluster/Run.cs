using Actors.Sessions;
using Actors.Shards;
using Actors.Simulation.Oracle;

namespace Actors.Simulation.Cluster;

/// <summary>One seed: a cluster, an adversary, then calm, then everything must have drained.</summary>
public static class Run
{
    private const int Steps = 500;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Small sizes, so that windows move on, pages end and flushes wait.</summary>
    private static SessionOptions Sessions { get; } = new()
    {
        HeartbeatInterval = TimeSpan.FromSeconds(1),
        WindowBytes = 1024,
        WindowFrames = 3,
        AllWindowsBytes = 8 * 1024,
        PageBytes = 1024,
        PageCacheBytes = 8 * 1024,
        SliceBytes = 2048,
        FrameGrace = TimeSpan.FromMilliseconds(5),
        MaxSilence = TimeSpan.FromSeconds(1),
        WindowLinger = TimeSpan.FromMilliseconds(20),
    };

    /// <summary>Short times, so that everything that takes time happens in a run.</summary>
    public static ShardsOptions Options { get; } = new()
    {
        DigestInterval = TimeSpan.FromMilliseconds(20),
        QuietDigestInterval = TimeSpan.FromMilliseconds(200),
        MaxDigestChannels = 2,
        PointInterval = TimeSpan.FromMilliseconds(60),
        PointBytes = 64 * 1024,
        PointSliceBytes = 1,
        ClaimBackoff = TimeSpan.FromMilliseconds(5),
        MaxClaimBackoff = TimeSpan.FromMilliseconds(100),
        DrainTimeout = TimeSpan.FromMilliseconds(50),
        NoticeInterval = TimeSpan.FromMilliseconds(10),
        LeaveTimeout = TimeSpan.FromMilliseconds(50),
        HandoverTimeout = TimeSpan.FromMilliseconds(50),
        MaxRunningJobs = 3,
        MaxJobRestarts = 1,
        JobRestartBackoff = TimeSpan.FromMilliseconds(5),
        MaxTrackedChannels = 2,
    };

    /// <summary>Runs a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="tamper">Breaks a rule on purpose: sees each record on its way into the log.</param>
    /// <exception cref="Violation">A rule was broken.</exception>
    public static RunSummary Seed(int seed, Action<SimulatedNode>? tamper = null)
    {
        var chance = new Random(seed);
        var cluster = new SimulatedCluster(seed, shards: chance.Next(1, 3), isAutomatic: false, Options) { Sessions = Sessions };
        var adversary = new Adversary(cluster, chance);
        cluster.Started += node =>
        {
            adversary.Take(node);
            tamper?.Invoke(node);
        };
        for (var n = chance.Next(2, 4); n > 0; n--)
        {
            cluster.Start();
        }

        foreach (var shard in cluster.Log.Shards)
        {
            cluster.Nodes[chance.Next(cluster.Nodes.Count)].Assign(shard.Number);
        }

        adversary.Open(clients: 3);
        for (var i = 0; i < Steps; i++)
        {
            adversary.Step();
            if (i % 20 == 0)
            {
                Check(cluster, thoroughly: i % 100 == 0);
            }
        }

        adversary.Stop();
        for (var left = Calm; left > TimeSpan.Zero; left -= Pause)
        {
            cluster.Dispatcher.Advance(Pause);
            adversary.ReadAll();
        }

        adversary.Clients.ForEach(client => client.CheckComplete());
        if (cluster.Nodes.Find(node => node is { IsUp: true, IsLeaving: true, IsEnded: false }) is { } stuck)
        {
            throw new Violation($"{stuck.Name} was told to leave and never ended");
        }

        Check(cluster, thoroughly: true);
        foreach (var shard in cluster.Log.Shards)
        {
            LogOracle.CheckAtTheEnd(shard.Entries);
        }

        return RunSummary.Of(cluster) with
        {
            Received = adversary.Clients.Sum(client => client.Received),
            Resets = adversary.Clients.Sum(client => client.Resets),
        };
    }

    private static void Check(SimulatedCluster cluster, bool thoroughly)
    {
        if (cluster.Dispatcher.Strays > 0)
        {
            throw new Violation("something ran on another thread: the seed does not determine the run");
        }

        if (cluster.Nodes.Find(node => node.Log.Breach is not null) is { } guilty)
        {
            throw new Violation($"{guilty.Name}: {guilty.Log.Breach}");
        }

        if (cluster.Truth.Lie is { } lie)
        {
            throw new Violation(lie);
        }

        if (cluster.Errors.Find(line => line.Contains("owner failed", StringComparison.Ordinal)
            || line.Contains("came back than were emitted", StringComparison.Ordinal)) is { } error)
        {
            throw new Violation(error);
        }

        foreach (var shard in cluster.Log.Shards)
        {
            LogOracle.Check(shard.Entries);
            if (thoroughly)
            {
                RecoveryOracle.Check(cluster.Log, shard);
            }
        }
    }
}
