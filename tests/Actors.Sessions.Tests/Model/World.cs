using Actors.Log;

namespace Actors.Sessions.Tests.Model;

/// <summary>
/// One run: an adversary picks what happens next, faults included; then the faults stop and everything must drain. Two to three
/// nodes, one or two shards, writers that die, come back and overlap, appends that are lost, repeated or late, frames and
/// digests that are lost, repeated and reordered, clients that are slow or cut off, a log that is trimmed.
/// </summary>
internal sealed class World
{
    public const uint LogId = 99;

    private readonly List<ModelOwner>[] _owners;
    private readonly ModelNode[] _nodes;
    private readonly ModelClient[] _clients;
    private readonly List<(ModelShard Shard, Queue<LogRecord> Records)> _limbo = [];
    private readonly string[] _channels;
    private int _next;

    public World(int seed)
    {
        Chance = new Random(seed);
        Shards = [.. Enumerable.Range(0, Chance.Next(1, 3)).Select(i => new ModelShard(i))];
        _owners = [.. Shards.Select(s => new List<ModelOwner> { new(this, s) })];
        _nodes = [.. Enumerable.Range(0, Chance.Next(2, 4)).Select(_ => new ModelNode(this))];
        _channels = [.. Enumerable.Range(0, Chance.Next(2, 5)).Select(i => $"channel:c{i}")];
        _clients = [.. Enumerable.Range(0, 3).Select(_ => new ModelClient(
            this,
            [.. _channels.OrderBy(_ => Chance.Next()).Take(Chance.Next(1, 4))],
            Chance.Next(3) == 0 ? "a" : null,
            Chance.Next(4) == 0))];
        foreach (var client in _clients)
        {
            client.Connect(Pick(_nodes));
        }
    }

    public Random Chance { get; }

    public ModelShard[] Shards { get; }

    public bool IsCalm { get; private set; }

    public void Run(int steps, int calmSteps)
    {
        for (var i = 0; i < steps; i++)
        {
            Step();
        }

        IsCalm = true;
        foreach (var owners in _owners)
        {
            owners.Clear();
        }

        foreach (var (shard, records) in _limbo)
        {
            records.Where(_ => Chance.Next(2) == 0).ToList().ForEach(r => shard.Append(r));
        }

        foreach (var shard in Shards)
        {
            _owners[shard.Number].Add(new ModelOwner(this, shard));
        }

        foreach (var client in _clients.Where(c => c.Node is null))
        {
            client.Connect(Pick(_nodes));
        }

        for (var i = 0; i < calmSteps; i++)
        {
            Step();
            foreach (var client in _clients)
            {
                client.Receive(int.MaxValue);
            }
        }

        foreach (var client in _clients)
        {
            client.Check(whole: true);
        }
    }

    public int Next() => ++_next;

    public ModelShard ShardOf(string channel) => Shards[(channel[^1] - '0') % Shards.Length];

    /// <summary>True now and then, never when it is calm.</summary>
    public bool IsWild(double chance) => !IsCalm && Chance.NextDouble() < chance;

    public void Publish(object message)
    {
        foreach (var node in _nodes)
        {
            node.Inbox.Add(message);
        }
    }

    public void Limbo(ModelShard shard, LogRecord[] records) => _limbo.Add((shard, new Queue<LogRecord>(records)));

    private T Pick<T>(IReadOnlyList<T> items) => items[Chance.Next(items.Count)];

    private void Step()
    {
        if (IsWild(0.08))
        {
            Fault();
        }

        var shard = Pick(Shards);
        if (_owners[shard.Number] is { Count: > 0 } owners)
        {
            Act(shard, Pick(owners));
        }

        var node = Pick(_nodes);
        (Chance.Next(2) == 0 ? node.TakeMessage : (Action)node.Step)();
        var client = Pick(_clients);
        client.Write();
        if (Chance.Next(3) == 0)
        {
            client.Receive(Chance.Next(1, 600));
        }
    }

    private void Act(ModelShard shard, ModelOwner owner)
    {
        switch (IsCalm ? Chance.Next(1, 8) : Chance.Next(9))
        {
            case 1 or 2: owner.Land(); break;
            case 3 or 4 or 5: owner.ReadBack(); break;
            case 6: owner.Digest(); break;
            case 7 when Chance.Next(4) == 0: owner.Point(); break;
            case 0 or 8 when _channels.Any(c => ShardOf(c) == shard): owner.Emit(Pick([.. _channels.Where(c => ShardOf(c) == shard)]), Pick(["a", "b"])); break;
        }

        if (owner.HasStepped)
        {
            _owners[shard.Number].Remove(owner);
        }
    }

    private void Fault()
    {
        var shard = Pick(Shards);
        var owners = _owners[shard.Number];
        switch (Chance.Next(7))
        {
            case 0 or 1:
                owners.Add(new ModelOwner(this, shard));
                break;
            case 2 when owners.Count > 0:
                Limbo(shard, owners[0].InFlight);
                owners.RemoveAt(0);
                break;
            case 3 when owners.Count > 0:
                Pick(owners).Doubt();
                break;
            case 4 when _limbo.Count > 0:
                var (late, records) = Pick(_limbo);
                if (records.TryDequeue(out var record) && Chance.Next(5) > 0)
                {
                    late.Append(record);
                }

                break;
            case 5:
                var client = Pick(_clients);
                client.Disconnect();
                client.Connect(Pick(_nodes));
                break;
            case 6 when Chance.Next(5) == 0:
                shard.First = Chance.Next(shard.First, Math.Max(shard.First, (int)shard.Point.At + 1) + 1);
                break;
        }
    }
}
