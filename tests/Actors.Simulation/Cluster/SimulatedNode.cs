using Actors.Sessions;
using Actors.Shards;
using Actors.Simulation.Bus;
using Actors.Simulation.Jobs;
using Actors.Simulation.Log;

namespace Actors.Simulation.Cluster;

/// <summary>One node of a simulated cluster: its actors, its connection to the log and its connection to the bus.</summary>
public sealed class SimulatedNode
{
    private readonly ActorSystem _system;
    private readonly IActorRef _placement;
    private readonly Dictionary<int, int> _revocations = [];

    /// <summary>Starts a node.</summary>
    public SimulatedNode(SimulatedCluster cluster, string name, int seed, ShardsOptions options)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        Name = name;
        Log = new LogConnection(cluster.Log) { Deliver = cluster.IsAutomatic ? cluster.Dispatcher.Post : null };
        Bus = cluster.Bus.Connect();
        Bus.IsImmediate = cluster.IsAutomatic;
        var ids = new SeededIds(seed);
        Jobs = new ScriptedRunner(ids, cluster.Dispatcher.Time);
        _system = ActorSystem.Create(
            name, ActorSystemSetup.Create(new KernelSetup { Dispatcher = cluster.Dispatcher, Log = cluster.Logged }));
        Shards = _system.ActorOf(
            ShardsActor.For(new ShardServices
            {
                Log = Log,
                Bus = Bus,
                Jobs = Jobs,
                Ids = ids,
                Time = cluster.Dispatcher.Time,
                Seed = seed,
                Options = options with { NodeName = name },
            }),
            "shards");
        var self = this;
        _placement = _system.ActorOf(Props.Create(() => new Placement(self)), "placement");
        Hub = new SessionHub(_system, Log, Bus, null, cluster.Sessions with { Node = name }, cluster.Dispatcher.Time, ids, new Random(seed));
    }

    /// <summary>The node's name.</summary>
    public string Name { get; }

    /// <summary>Its connection to the log.</summary>
    public LogConnection Log { get; }

    /// <summary>Its connection to the bus.</summary>
    public BusConnection Bus { get; }

    /// <summary>Its jobs.</summary>
    public ScriptedRunner Jobs { get; }

    /// <summary>The owners of its shards.</summary>
    public IActorRef Shards { get; }

    /// <summary>Its streams.</summary>
    public SessionHub Hub { get; }

    /// <summary>The shards that this node was asked to release, and has not yet.</summary>
    public HashSet<int> Revoking { get; } = [];

    /// <summary>Called with a shard that this node has released.</summary>
    public event Action<int>? Released;

    /// <summary>True once the node was told to leave.</summary>
    public bool IsLeaving { get; private set; }

    /// <summary>True once no job of a node runs that was told to leave.</summary>
    public bool IsDrained { get; private set; }

    /// <summary>True once no owner is left of a node that has left the placement.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>True until <see cref="Kill"/>.</summary>
    public bool IsUp { get; private set; } = true;

    /// <summary>The placement gives a shard to this node.</summary>
    public void Assign(int shard)
    {
        Revoking.Remove(shard);
        Log.GivenUp.Remove(shard);
        Log.Assigned.Add(shard);
        Shards.Tell(new AssignShard(shard));
    }

    /// <summary>The placement will give a shard to another node; this one is a member until it has released the shard.</summary>
    public void Revoke(int shard)
    {
        Revoking.Add(shard);
        _revocations[shard] = _revocations.GetValueOrDefault(shard) + 1;
        Shards.Tell(new RevokeShard(shard), _placement);
    }

    /// <summary>The placement takes a shard away without a handover; the node hears of it if <paramref name="told"/>.</summary>
    public void Lose(int shard, bool told = true)
    {
        Revoking.Remove(shard);
        Log.Assigned.Remove(shard);
        if (told)
        {
            Shards.Tell(new LoseShard(shard));
        }
    }

    /// <summary>The node is told to leave: its jobs drain.</summary>
    public void Drain()
    {
        IsLeaving = true;
        Shards.Tell(new DrainShards(), _placement);
    }

    /// <summary>The node has left the placement: its owners end.</summary>
    public void End() => Shards.Tell(new EndShards(), _placement);

    /// <summary>From now on appends and frames get through by themselves.</summary>
    public void GoAutomatic(Action<Action> post)
    {
        Log.Deliver = post;
        Log.Fates = _ => Fate.Land;
        Bus.IsImmediate = true;
        while (Bus.Inbox.Count > 0)
        {
            Bus.Deliver(0);
        }

        Log.Resume();
        Log.Settle();
    }

    /// <summary>The process dies: nothing of it gets out any more but what was on its way.</summary>
    public void Kill()
    {
        IsUp = false;
        Log.Cut();
        Bus.Cut();
        _ = _system.Terminate();
    }

    // One that was given the shard again meanwhile still has it; an answer to an earlier revocation is not one to the last.
    private void OnReleased(int shard)
    {
        if (--_revocations[shard] == 0 && Revoking.Remove(shard))
        {
            Log.Assigned.Remove(shard);
            Log.GivenUp.Add(shard);
            Released?.Invoke(shard);
        }
    }

    /// <summary>Hears what the node says to the placement.</summary>
    private sealed class Placement : ReceiveActor
    {
        public Placement(SimulatedNode node)
        {
            Receive<ShardReleased>(message => node.OnReleased(message.Shard));
            Receive<ShardsDrained>(_ => node.IsDrained = true);
            Receive<ShardsEnded>(_ => node.IsEnded = true);
        }
    }
}
