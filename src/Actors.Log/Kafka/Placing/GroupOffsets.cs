using Confluent.Kafka;

namespace Actors.Log.Kafka.Placing;

/// <summary>The group's committed offsets: each shard's latest recovery point; and the proof of membership. Thread-safe.</summary>
/// <remarks>
/// A commit goes the way of the member's joins. While the group is not at rest it would wait behind one, and then be that of a
/// generation that is over, for which the library gives up every shard of the node. So the coordinator is first asked, on
/// another way, how the group is, once for all shards that wait: nothing is committed before it is at rest. That answer is the
/// proof of membership too, and a better one than a commit, of which the coordinator does not look at whether the member has the
/// shard: it names the members, and whom each shard was given to. It is of a moment ago, and of what the coordinator remembers:
/// a node that has stood still since then still claims, which costs a hand back, as the log decides by claims. Where the
/// coordinator cannot be asked, a commit of what is committed already is the proof.
/// A point is never set back: what is committed is read, then compared, then committed. Between reading and committing only a
/// former owner of the same generation could commit, an earlier point of its own; every valid point is a right place to begin,
/// so that costs reading, never content.
/// Offset 0 can't be that of a point, since its claim stands before it: a committed 0 is none.
/// </remarks>
internal sealed class GroupOffsets : IDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    // A member that died holds a rebalance up until its session is over; then the others must join and be told their shards.
    private static readonly TimeSpan RebalanceWithin = TimeSpan.FromSeconds(2);

    private readonly KafkaClients _clients;
    private readonly GroupMember _member;
    private readonly TimeSpan _restWithin;
    private readonly TopicPartition[] _partitions;
    private readonly IConsumer<byte[], byte[]> _reader;
    private readonly GroupWatch _watch;
    private readonly OffsetLane _reads;
    private readonly OffsetLane _commits;

    internal GroupOffsets(KafkaClients clients, KafkaLogOptions options, GroupMember member)
    {
        (_clients, _member, _restWithin) = (clients, member, options.SessionTimeout + RebalanceWithin);
        _partitions = [.. Enumerable.Range(0, options.ShardCount).Select(shard => new TopicPartition(options.Topic, shard))];
        _reader = clients.Build(clients.Consumer(clients.Reader("points", TimeSpan.FromMilliseconds(500))).Build);
        _watch = new GroupWatch(clients, options);
        _reads = new OffsetLane("kafka-points", clients, Read);
        _commits = new OffsetLane("kafka-commits", clients, Commit);
    }

    /// <summary>The offset of a shard's latest point; null for none. From any node.</summary>
    /// <exception cref="LogUnavailableException">The coordinator does not answer.</exception>
    internal Task<long?> ReadAsync(int shard, CancellationToken ct) => _reads.Ask(new OffsetCall(shard, null, _clients.Time.GetTimestamp()), ct);

    /// <summary>Ends well when this node is a member of the group and the shard is its own.</summary>
    /// <exception cref="NotOwnerException">It is not.</exception>
    /// <exception cref="LogUnavailableException">The coordinator does not answer, or the group does not come to rest.</exception>
    internal Task ProveAsync(int shard, CancellationToken ct) => AskAsMember(shard, OffsetCall.Prove, ct);

    /// <summary>Commits a point unless a later one is committed.</summary>
    /// <exception cref="NotOwnerException">This node is no member of the group, or the shard is not its own.</exception>
    /// <exception cref="LogUnavailableException">The coordinator does not answer, or the group does not come to rest; the earlier point holds.</exception>
    internal Task CommitAsync(int shard, long offset, CancellationToken ct) => AskAsMember(shard, offset, ct);

    /// <summary>Ends the threads; what is still asked fails.</summary>
    public void Dispose()
    {
        _reads.Close();
        _commits.Dispose();
        _reads.Dispose();
        _watch.Dispose();
        _reader.Dispose();
    }

    private Task AskAsMember(int shard, long commit, CancellationToken ct) => _member.Has(shard)
        ? _commits.Ask(new OffsetCall(shard, commit, _clients.Time.GetTimestamp()), ct)
        : Task.FromException(NotOwned(shard));

    private static NotOwnerException NotOwned(int shard) => new($"Shard {shard} is not placed on this node.");

    private void Read(List<OffsetCall> calls, List<OffsetCall> again)
    {
        var committed = Committed(calls);
        foreach (var call in calls)
        {
            call.Complete(committed[call.Shard] is > 0 and var point ? point : null);
        }
    }

    private void Commit(List<OffsetCall> calls, List<OffsetCall> again)
    {
        var committed = Committed(calls);
        var moment = _member.Now();
        GroupView view;
        try
        {
            view = _watch.Look();
        }
        catch (KafkaException e)
        {
            calls.ForEach(call => Wait(call, again, e.Error.Reason));
            return;
        }

        var ready = new List<OffsetCall>();
        foreach (var call in calls)
        {
            switch (_member.Stand(call.Shard, view, moment))
            {
                case Standing.Stranger:
                    call.Fail(NotOwned(call.Shard));
                    break;
                case Standing.Unsettled:
                    Wait(call, again, "the group is not at rest");
                    break;
                default:
                    ready.Add(call);
                    break;
            }
        }

        // Whoever proves has what it wants, unless nothing was said.
        var proven = ready.FindAll(call => call.Commit == OffsetCall.Prove && view.State != GroupState.Undescribed);
        proven.ForEach(call => call.Complete(null));
        ready.RemoveAll(proven.Contains);
        if (ready.Count > 0)
        {
            End(ready, committed, _member.Commit(Targets(ready, committed), view, moment), again);
        }
    }

    private void End(List<OffsetCall> calls, Dictionary<int, long> committed, Dictionary<int, ErrorCode> results, List<OffsetCall> again)
    {
        foreach (var call in calls)
        {
            switch (results[call.Shard])
            {
                case ErrorCode.NoError:
                    call.Complete(Math.Max(call.Commit!.Value, committed[call.Shard]));
                    break;
                case ErrorCode.UnknownMemberId or ErrorCode.IllegalGeneration or ErrorCode.Local_State or ErrorCode.Local_UnknownGroup:
                    call.Fail(NotOwned(call.Shard));
                    break;
                case (ErrorCode.RebalanceInProgress or ErrorCode.Local_WaitCoord or ErrorCode.Local_InProgress or ErrorCode.Local_AssignmentLost) and var error:
                    Wait(call, again, error.GetReason());
                    break;
                case var error:
                    call.Fail(new LogUnavailableException($"Kafka's group coordinator does not take an offset of shard {call.Shard}: {_clients.Hide(error.GetReason())}"));
                    break;
            }
        }
    }

    private void Wait(OffsetCall call, List<OffsetCall> again, string why)
    {
        if (_clients.Time.GetElapsedTime(call.Asked) < _restWithin)
        {
            again.Add(call);
            return;
        }

        call.Fail(new LogUnavailableException(
            $"Kafka's group did not let shard {call.Shard} be used within {_restWithin.TotalSeconds:0.##} s: {_clients.Hide(why)}"));
    }

    private Dictionary<int, long> Committed(List<OffsetCall> calls)
    {
        var committed = calls.Select(call => call.Shard).Distinct().ToDictionary(shard => shard, _ => 0L);
        foreach (var found in _reader.Committed(committed.Keys.Select(shard => _partitions[shard]), AnswerWithin))
        {
            committed[found.Partition.Value] = Math.Max(0, found.Offset.Value);
        }

        _clients.Answered();
        return committed;
    }

    private TopicPartitionOffset[] Targets(List<OffsetCall> calls, Dictionary<int, long> committed) =>
    [
        .. calls.GroupBy(call => call.Shard, call => call.Commit!.Value)
            .Select(offsets => new TopicPartitionOffset(_partitions[offsets.Key], Math.Max(committed[offsets.Key], offsets.Max()))),
    ];
}
