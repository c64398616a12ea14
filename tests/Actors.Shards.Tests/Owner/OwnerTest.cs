using Actors.Live;
using Actors.Log;
using Actors.Simulation.Cluster;
using Actors.Simulation.Oracle;

namespace Actors.Shards.Tests.Owner;

/// <summary>One or more real owners over a simulated log, on one thread in virtual time.</summary>
public abstract class OwnerTest
{
    protected OwnerTest()
    {
        Cluster = new SimulatedCluster(seed: 7, options: Options);
        Channel = Cluster.Channel(0);
        Cluster.Bus.FrameSent += Frames.Add;
        Cluster.Bus.DigestSent += Digests.Add;
    }

    protected static ShardsOptions Options { get; } = new()
    {
        PointInterval = TimeSpan.FromSeconds(30),
        ClaimBackoff = TimeSpan.FromMilliseconds(10),
        MaxClaimBackoff = TimeSpan.FromMilliseconds(500),
        MaxJobRestarts = 2,
        JobRestartBackoff = TimeSpan.FromMilliseconds(10),
        DrainTimeout = TimeSpan.FromSeconds(5),
        HandoverTimeout = TimeSpan.FromSeconds(2),
    };

    protected SimulatedCluster Cluster { get; }

    protected string Channel { get; }

    protected List<Frame> Frames { get; } = [];

    protected List<Digest> Digests { get; } = [];

    protected IReadOnlyList<LogEntry> Records => Cluster.Log.Shards[0].Entries;

    protected List<LogEntry> Events => ValidRecords.Of(Records).FindAll(e => e.Record.Kind == RecordKind.Event);

    /// <summary>A node that owns the shard and serves it.</summary>
    protected SimulatedNode StartOwner()
    {
        var node = Cluster.Start();
        node.Assign(0);
        Settle();
        return node;
    }

    /// <summary>Everything that needs no time happens.</summary>
    protected void Settle() => Cluster.Dispatcher.RunUntilIdle();

    /// <summary>Time passes.</summary>
    protected void Pass(double milliseconds) => Cluster.Dispatcher.Advance(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Time passes until everything is over, and all rules hold.</summary>
    protected void Finish()
    {
        Pass(20_000);
        LogOracle.CheckAtTheEnd(Records);
        Cluster.Truth.Lie.ShouldBeNull();
    }

    protected List<string> TypesOf(string job) => [.. Events.Where(e => e.Record.Job == job).Select(e => e.Record.Type)];

    protected ShardStatus StatusOf(SimulatedNode node) => Owners(node).ShouldHaveSingleItem();

    /// <summary>The owners that a node has.</summary>
    protected IReadOnlyList<ShardStatus> Owners(SimulatedNode node) => Answer<ShardsReport>(node, new GetShards(), TimeSpan.FromMilliseconds(1)).Shards;

    /// <summary>What a node's shards answer within a time.</summary>
    protected T Answer<T>(SimulatedNode node, object question, TimeSpan within)
    {
        var asked = node.Shards.Ask<T>(question);
        Cluster.Dispatcher.RunUntil(() => asked.IsCompleted, within).ShouldBeTrue();
        return asked.GetAwaiter().GetResult();
    }
}
