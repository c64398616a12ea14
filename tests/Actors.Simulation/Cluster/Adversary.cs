using System.Text;
using Actors.Log;
using Actors.Simulation.Clients;
using Actors.Simulation.Log;

namespace Actors.Simulation.Cluster;

/// <summary>
/// Picks what happens next in a cluster, faults included: appends lost in the middle, taken twice, late or unheard; nodes
/// paused and killed; two owners of a shard; frames and digests lost, repeated and reordered; retention. One seed is one run.
/// </summary>
public sealed class Adversary(SimulatedCluster cluster, Random chance)
{
    private const double Fault = 0.10;
    private const double Command = 0.05;
    private static readonly string[] Kinds = ["text", "text", "text", "crash", "doomed", "hang", "endless", "stubborn", "reject", "throw"];

    private readonly List<(string Channel, string Id, string Kind)> _jobs = [];
    private readonly int _channels = chance.Next(2, 5);
    private bool _isCalm;

    /// <summary>The clients.</summary>
    public List<SimulatedClient> Clients { get; } = [];

    /// <summary>Lets clients come, each with some channels.</summary>
    public void Open(int clients)
    {
        var all = cluster.Log.Shards
            .SelectMany(shard => Enumerable.Range(0, _channels).Select(number => cluster.Channel(number, shard.Number)))
            .ToArray();
        for (var i = 0; i < clients; i++)
        {
            chance.Shuffle(all);
            var client = new SimulatedClient(cluster, $"k{i}", all[..chance.Next(1, Math.Min(4, all.Length + 1))], chance.Next(2) == 0);
            Clients.Add(client);
            client.Connect(Any(cluster.Nodes));
        }
    }

    /// <summary>Takes over a node that was just started.</summary>
    public void Take(SimulatedNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        node.Released += OnReleased;
        node.Log.Fates = FateOf;
        node.Log.PageRecords = () => chance.Next(1, 5);
    }

    /// <summary>One thing happens.</summary>
    public void Step()
    {
        var x = chance.NextDouble();
        if (x < Fault)
        {
            Harm();
        }
        else if (x < Fault + Command)
        {
            Ask();
        }
        else
        {
            Work(Any(cluster.Nodes));
        }

        if (Clients.Count > 0 && chance.NextDouble() < 0.4)
        {
            Any(Clients).Read(chance.Next(1, 3000));
        }

        // Mostly everything that follows from it happens before the next thing, sometimes only some.
        var turns = chance.NextDouble() < 0.3 ? chance.Next(12) : int.MaxValue;
        cluster.Dispatcher.RunUntil(() => turns-- <= 0, TimeSpan.Zero);
    }

    /// <summary>Everybody reads all there is, and comes back where a stream has ended. Says whether there was anything.</summary>
    public bool ReadAll()
    {
        var read = 0;
        foreach (var client in Clients)
        {
            if (!client.IsConnected)
            {
                client.Read();
                client.Connect(Any(cluster.Nodes.FindAll(up => up.IsUp)));
            }

            read += client.Read();
        }

        return read > 0;
    }

    /// <summary>The faults stop: one owner for each shard, everything gets through, the last stragglers arrive.</summary>
    public void Stop()
    {
        _isCalm = true;
        if (!cluster.Nodes.Exists(node => node is { IsUp: true, IsLeaving: false }))
        {
            cluster.Start();
        }

        foreach (var node in cluster.Nodes.Where(node => node.IsUp))
        {
            foreach (var shard in cluster.Log.Shards)
            {
                node.Lose(shard.Number);
            }
        }

        var up = cluster.Nodes.Where(node => node.IsUp).ToList();
        foreach (var connection in cluster.Nodes.Select(node => node.Log))
        {
            while (connection.Stragglers.Count > 0)
            {
                Straggle(connection, 0.5);
            }
        }

        up.ForEach(node => node.GoAutomatic(cluster.Dispatcher.Post));
        up.FindAll(node => node.IsLeaving).ForEach(node => node.End());
        foreach (var shard in cluster.Log.Shards)
        {
            Any(up.FindAll(node => !node.IsLeaving)).Assign(shard.Number);
        }

        foreach (var (channel, id, _) in _jobs.Where(job => job.Kind is "hang" or "endless" or "stubborn"))
        {
            cluster.CancelJob(channel, id);
        }
    }

    private void Work(SimulatedNode node)
    {
        if (!node.IsUp || node.Log.IsPaused)
        {
            return;
        }

        switch (chance.Next(8))
        {
            case 0 or 1 or 2 or 3:
                var busy = cluster.Log.Shards.Where(shard => node.Log.CountInFlight(shard.Number) > 0).ToList();
                if (busy.Count > 0)
                {
                    node.Log.Land(Any(busy).Number);
                }

                break;
            case 4 or 5:
                Hear(node);
                break;
            default:
                cluster.Dispatcher.Advance(TimeSpan.FromMilliseconds(chance.Next(0, 12)));
                break;
        }
    }

    private void Hear(SimulatedNode node)
    {
        var inbox = node.Bus.Inbox;
        if (inbox.Count == 0)
        {
            return;
        }

        var index = chance.Next(Math.Min(inbox.Count, 5));
        if (chance.NextDouble() < 0.15)
        {
            inbox.RemoveAt(index);
        }
        else
        {
            node.Bus.Deliver(index, again: chance.NextDouble() < 0.1);
        }
    }

    private void Ask()
    {
        var shard = Any(cluster.Log.Shards).Number;
        var channel = cluster.Channel(chance.Next(_channels), shard);
        switch (chance.Next(10))
        {
            case 0 or 1 or 2 or 3:
                var kind = Kinds[chance.Next(Kinds.Length)];
                _jobs.Add((channel, cluster.SubmitJob(channel, kind), kind));
                break;
            case 4 when _jobs.Count > 0:
                var again = Any(_jobs);
                cluster.SubmitJob(again.Channel, again.Kind, again.Id);
                break;
            case 5 or 6 when _jobs.Count > 0:
                var job = Any(_jobs);
                cluster.CancelJob(job.Channel, job.Id);
                break;
            case 7:
                cluster.Say(channel, "chat3");
                break;
            case 8:
                cluster.Publish(channel, """{"type":"a"}""", """{"type":"b","n":1}""", """{"type":"c"}""");
                break;
            case 9:
                cluster.Submit(channel, Encoding.UTF8.GetBytes("garbage"));
                break;
            default:
                cluster.Say(channel, "chat");
                break;
        }
    }

    private void Harm()
    {
        var node = Any(cluster.Nodes);
        var shard = Any(cluster.Log.Shards);
        switch (chance.Next(18))
        {
            case 14 or 15 when Clients.Count > 0:
                Any(Clients).Connect(Any(cluster.Nodes.FindAll(up => up.IsUp)));
                break;
            case 0 or 1 or 2 or 16:
                Place(shard.Number);
                break;
            case 17 when node.IsUp:
                node.Drain();
                break;
            case 3:
                node.Log.Pause();
                break;
            case 4 or 5:
                Revive();
                break;
            case 6 when cluster.Nodes.Count(n => n.IsUp) > 1 && node.IsUp:
                node.Kill();
                Clients.FindAll(client => client.Node == node).ForEach(client => client.Leave());
                break;
            case 7 or 8:
                node.Log.TimeOut(shard.Number);
                break;
            case 9 or 10:
                Straggle(node.Log, 0.8);
                break;
            case 11:
                node.Log.Settle();
                break;
            case 12 when shard.Point is { } point && chance.NextDouble() < 0.5:
                shard.Trim(chance.NextInt64(shard.First, Math.Max(shard.First, point.RecoverFrom) + 1));
                break;
            default:
                shard.Skip(chance.Next(2));
                break;
        }
    }

    // Half of the moves are handovers: the old owner is told and waited for, unless the shard is given back before. In the others
    // the old owners may not hear of it for a while, and may go on being members too.
    private void Place(int shard)
    {
        var up = cluster.Nodes.Where(node => node.IsUp).ToList();
        var chosen = Any(up);
        if (chance.NextDouble() < 0.5)
        {
            HandOver(shard, up, chosen);
            return;
        }

        foreach (var node in up.Where(node => node != chosen && node.Log.Assigned.Contains(shard)))
        {
            if (chance.NextDouble() < 0.6)
            {
                node.Lose(shard, told: chance.NextDouble() < 0.5);
            }
        }

        chosen.Assign(shard);
    }

    private void HandOver(int shard, List<SimulatedNode> up, SimulatedNode chosen)
    {
        var owners = up.FindAll(node => node.Log.Assigned.Contains(shard));
        owners.ForEach(owner => owner.Revoke(shard));
        if (owners.Count == 0 || chance.NextDouble() < 0.15)
        {
            chosen.Assign(shard);
        }
    }

    // Mostly the next owner is told at once, sometimes much later: then the old one serves on.
    private void OnReleased(int shard)
    {
        var up = cluster.Nodes.FindAll(node => node.IsUp);
        if (!_isCalm && up.Count > 0 && chance.NextDouble() < 0.7)
        {
            Any(up).Assign(shard);
        }
    }

    private void Revive()
    {
        foreach (var node in cluster.Nodes.Where(node => node.Log.IsPaused))
        {
            node.Log.Resume();
        }

        if (cluster.Nodes.Count(node => node.IsUp) < 3)
        {
            cluster.Start();
        }
    }

    private void Straggle(LogConnection connection, double lands)
    {
        if (connection.Stragglers.Count == 0)
        {
            return;
        }

        if (chance.NextDouble() < lands)
        {
            connection.LandStraggler(0);
        }
        else
        {
            connection.Stragglers.RemoveAt(0);
        }
    }

    private Fate FateOf(LogRecord record)
    {
        var x = chance.NextDouble();
        return record.Kind == RecordKind.Claim
            ? x < 0.04 ? Fate.Straggle : x < 0.08 ? Fate.LandAndFail : x < 0.12 ? Fate.LandUnheard : Fate.Land
            : x < 0.02 ? Fate.Lose : x < 0.03 ? Fate.Repeat : x < 0.05 ? Fate.LandUnheard : x < 0.06 ? Fate.LandAndFail
            : x < 0.07 ? Fate.Fail : x < 0.08 ? Fate.Straggle : Fate.Land;
    }

    private T Any<T>(IReadOnlyList<T> among) => among[chance.Next(among.Count)];
}
