using Actors.Contracts.Jobs;
using Actors.Log;
using Actors.Shards;
using Actors.Simulation.Oracle;

namespace Actors.Simulation.Cluster;

/// <summary>
/// One seed: nodes leave and come back one by one while jobs and other commands come, memberships are lost for a moment, and
/// nothing else goes wrong. Then no job that ends in time is begun twice, and no command waits for its answer.
/// </summary>
public sealed class RollingRestart
{
    private const int Shards = 3;
    private const int Restarts = 4;
    private const int CommandEvery = 15;
    private const int LongestAnswer = 40;
    private const int LongestRebalance = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly ShardsOptions Options = Run.Options with
    {
        PointInterval = TimeSpan.FromSeconds(60),
        DrainTimeout = TimeSpan.FromMilliseconds(400),
        NoticeInterval = TimeSpan.FromMilliseconds(40),
        HandoverTimeout = TimeSpan.FromMilliseconds(2 * LongestRebalance),
    };

    private readonly Random _chance;
    private readonly SimulatedCluster _cluster;
    private readonly Dictionary<int, SimulatedNode> _owners = [];
    private readonly PriorityQueue<Action, DateTimeOffset> _later = new();
    private DateTimeOffset _asked;
    private bool _isCalm;
    private int? _unprepared;

    private RollingRestart(int seed)
    {
        _chance = new Random(seed);
        _cluster = new SimulatedCluster(seed, Shards, isAutomatic: true, Options);
        _cluster.Started += Watch;
    }

    private DateTimeOffset Now => _cluster.Dispatcher.Time.GetUtcNow();

    private List<SimulatedNode> Members => _cluster.Nodes.FindAll(node => node is { IsUp: true, IsLeaving: false });

    /// <summary>Runs a seed.</summary>
    /// <exception cref="Violation">A rule was broken.</exception>
    public static void Seed(int seed) => new RollingRestart(seed).Play();

    private void Play()
    {
        for (var n = 0; n < 3; n++)
        {
            _cluster.Start();
        }

        for (var shard = 0; shard < Shards; shard++)
        {
            Give(shard, _cluster.Nodes[shard]);
        }

        for (var n = 0; n < Restarts; n++)
        {
            Pass(_chance.Next(200));
            Restart(Members[_chance.Next(Members.Count)]);
        }

        _isCalm = true;
        Pass(1000);
        foreach (var shard in _cluster.Log.Shards)
        {
            Check(shard.Entries);
        }
    }

    private void Watch(SimulatedNode node)
    {
        node.Log.PageRecords = () => _chance.Next(1, 20);
        node.Released += shard =>
        {
            _unprepared ??= IsPrepared(shard) ? null : shard;
            After(LongestRebalance, () => Give(shard, Members[_chance.Next(Members.Count)]));
        };
    }

    // The node's jobs end, its shards go, it ends, another comes in its place and gets some of theirs.
    private void Restart(SimulatedNode node)
    {
        node.Drain();
        Await(() => node.IsDrained, "drain its jobs");
        Await(() => _owners.Count == Shards, "get the shards that were on their way");
        OwnedBy(node).ForEach(Take);
        Await(() => node.Revoking.Count == 0, "release its shards");
        node.End();
        Await(() => node.IsEnded, "end");
        node.Kill();
        Pass(_chance.Next(50));
        _cluster.Start();
        Await(() => _owners.Count == Shards, "give its shards to others");
        if (_chance.Next(4) > 0)
        {
            Take(_chance.Next(Shards));
        }

        Forget(_chance.Next(Shards));
    }

    private List<int> OwnedBy(SimulatedNode node) => [.. _owners.Where(owned => owned.Value == node).Select(owned => owned.Key).Order()];

    private void Give(int shard, SimulatedNode node)
    {
        // Placed on a node that leaves before it hears of it: the next placement mends it.
        _owners[shard] = node;
        node.Assign(shard);
    }

    private void Take(int shard)
    {
        if (_owners.Remove(shard, out var owner))
        {
            owner.Revoke(shard);
        }
    }

    // The membership is lost for a moment, and the same node gets the shard again.
    private void Forget(int shard)
    {
        if (_owners.Remove(shard, out var owner))
        {
            owner.Lose(shard);
            After(40, () => Give(shard, owner));
        }
    }

    private void After(int most, Action action) => _later.Enqueue(action, Now.AddMilliseconds(_chance.Next(most)));

    private void Await(Func<bool> holds, string what)
    {
        for (var until = Now + Patience; !holds(); Pass(5))
        {
            if (Now > until)
            {
                throw new Violation($"a node did not {what}");
            }
        }
    }

    private void Pass(int milliseconds)
    {
        for (var until = Now.AddMilliseconds(milliseconds); Now < until;)
        {
            _cluster.Dispatcher.Advance(TimeSpan.FromMilliseconds(1));
            while (_later.TryPeek(out var action, out var due) && due <= Now)
            {
                _later.Dequeue();
                action();
            }

            if (!_isCalm && Now - _asked > TimeSpan.FromMilliseconds(CommandEvery))
            {
                Ask();
            }
        }
    }

    private void Ask()
    {
        _asked = Now;
        var channel = _cluster.Channel(_chance.Next(3), _chance.Next(Shards));
        if (_chance.Next(3) == 0)
        {
            _cluster.SubmitJob(channel);
        }
        else
        {
            _cluster.Say(channel, "chat");
        }
    }

    /// <summary>
    /// What the next owner begins with was stored in the handover, so it has next to nothing to read; or jobs ran, and it is told to
    /// wait for them.
    /// </summary>
    private bool IsPrepared(int shard)
    {
        var entries = _cluster.Log.Shards[shard].Entries;
        var stored = _cluster.Log.Shards[shard].Point is { } point ? entries.First(e => e.Offset == point.Offset).Time : 0;
        return Now.ToUnixTimeMilliseconds() - stored <= Options.LeaveTimeout.TotalMilliseconds
            || ValidRecords.Of(entries).FindLast(e => e.Record.Kind is RecordKind.Claim or RecordKind.Notice).Record.Kind == RecordKind.Notice;
    }

    private void Check(IReadOnlyList<LogEntry> entries)
    {
        Require(_cluster.Truth.Lie is null, _cluster.Truth.Lie ?? string.Empty);
        Require(_unprepared is null, $"shard {_unprepared} was released without a recovery point and without a notice");
        Require(!_cluster.Nodes.Exists(node => node.Log.Breach is not null), "a shard was claimed by a node that had released it");
        LogOracle.CheckAtTheEnd(entries);
        var events = ValidRecords.Of(entries).FindAll(e => e.Record.Kind == RecordKind.Event);
        var begun = events.Where(e => e.Record.Step == JobStep.Started).GroupBy(e => e.Record.Job).FirstOrDefault(job => job.Count() > 1);
        Require(begun is null, $"job {begun?.Key} was begun again");
        var answers = events.Where(e => e.Record.Answers >= 0).GroupBy(e => e.Record.Answers).ToDictionary(g => g.Key, g => g.First().Time);
        foreach (var (offset, time, _) in entries.Where(e => e.Record.Kind == RecordKind.Command))
        {
            Require(answers[offset] - time <= LongestAnswer, $"the command at {offset} was answered after {answers[offset] - time} ms");
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new Violation(otherwise);
        }
    }
}
