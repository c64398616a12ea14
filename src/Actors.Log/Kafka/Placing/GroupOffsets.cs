using Confluent.Kafka;

namespace Actors.Log.Kafka.Placing;

/// <summary>
/// The group's committed offsets: each shard's latest recovery point, and the proof of membership. The library's calls block, so
/// one thread makes them, for all that ask meanwhile together: a takeover of many shards costs one round trip. Thread-safe.
/// </summary>
/// <remarks>
/// The coordinator takes a commit of a member of the present generation only, but does not look at which partitions it has; so
/// what this node has been assigned is looked at before and after. A point is never set back: what is committed is read, then
/// compared, then committed. Between reading and committing only a former owner of the same generation could commit, an
/// earlier point of its own; every valid point is a right place to begin, so that costs reading, never content.
/// Offset 0 can't be that of a point, since its claim stands before it: a committed 0 is none.
/// </remarks>
internal sealed class GroupOffsets : IDisposable
{
    private const int MostTries = 20;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(100);

    private readonly object _gate = new();
    private readonly KafkaClients _clients;
    private readonly GroupMember _member;
    private readonly TopicPartition[] _partitions;
    private readonly IConsumer<byte[], byte[]> _reader;
    private readonly Thread _thread;
    private List<OffsetCall> _asked = [];
    private bool _closing;

    internal GroupOffsets(KafkaClients clients, KafkaLogOptions options, GroupMember member)
    {
        (_clients, _member) = (clients, member);
        _partitions = [.. Enumerable.Range(0, options.ShardCount).Select(shard => new TopicPartition(options.Topic, shard))];
        _reader = clients.Build(clients.Consumer(clients.Reader("points", TimeSpan.FromMilliseconds(500))).Build);
        _thread = new Thread(Run) { Name = "kafka-points", IsBackground = true };
        _thread.Start();
    }

    /// <summary>The offset of a shard's latest point; null for none. From any node.</summary>
    /// <exception cref="LogUnavailableException">The coordinator does not answer.</exception>
    internal Task<long?> ReadAsync(int shard, CancellationToken ct) => Ask(new OffsetCall(shard, null), ct);

    /// <summary>Ends well when this node is a member of the group and the shard is its own.</summary>
    /// <exception cref="NotOwnerException">It is not.</exception>
    /// <exception cref="LogUnavailableException">The coordinator does not answer, or the group does not come to rest.</exception>
    internal Task ProveAsync(int shard, CancellationToken ct) => AskAsMember(new OffsetCall(shard, OffsetCall.Prove), ct);

    /// <summary>Commits a point unless a later one is committed.</summary>
    /// <exception cref="NotOwnerException">This node is no member of the group, or the shard is not its own.</exception>
    /// <exception cref="LogUnavailableException">The coordinator does not answer; the earlier point holds.</exception>
    internal Task CommitAsync(int shard, long offset, CancellationToken ct) => AskAsMember(new OffsetCall(shard, offset), ct);

    /// <summary>Ends the thread; what is still asked fails.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
        _reader.Dispose();
        foreach (var call in _asked)
        {
            call.Fail(new ObjectDisposedException(nameof(KafkaLog)));
        }
    }

    private Task AskAsMember(OffsetCall call, CancellationToken ct) => _member.Has(call.Shard) ? Ask(call, ct) : Task.FromException(NotOwned(call.Shard));

    private static NotOwnerException NotOwned(int shard) => new($"Shard {shard} is not placed on this node.");

    private Task<long?> Ask(OffsetCall call, CancellationToken ct)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, typeof(KafkaLog));
            _asked.Add(call);
            Monitor.Pulse(_gate);
        }

        return call.Done.WaitAsync(ct);
    }

    private void Run()
    {
        while (Next() is { } calls)
        {
            List<OffsetCall> again = [];
            try
            {
                Answer(calls, again);
            }
            catch (KafkaException e)
            {
                var reason = new LogUnavailableException($"Kafka's group coordinator does not answer: {_clients.Hide(e.Error.Reason)}");
                calls.ForEach(call => call.Fail(reason));
            }

            if (again.Count > 0)
            {
                Later(again);
            }
        }
    }

    private List<OffsetCall>? Next()
    {
        lock (_gate)
        {
            while (_asked.Count == 0 && !_closing)
            {
                Monitor.Wait(_gate);
            }

            if (_closing)
            {
                return null;
            }

            var calls = _asked;
            _asked = [];
            return calls;
        }
    }

    /// <summary>Waits a little, unless something else is asked, and asks again.</summary>
    private void Later(List<OffsetCall> again)
    {
        lock (_gate)
        {
            if (_asked.Count == 0 && !_closing)
            {
                Monitor.Wait(_gate, RetryAfter);
            }

            _asked.AddRange(again);
        }
    }

    private void Answer(List<OffsetCall> calls, List<OffsetCall> again)
    {
        var shards = calls.Select(call => call.Shard).Distinct().ToArray();
        var committed = shards.ToDictionary(shard => shard, _ => 0L);
        foreach (var found in _reader.Committed(shards.Select(shard => _partitions[shard]), AnswerWithin))
        {
            committed[found.Partition.Value] = Math.Max(0, found.Offset.Value);
        }

        _clients.Answered();
        var results = _member.Commit(Targets(calls, committed));
        foreach (var call in calls)
        {
            if (call.Commit is not { } offset)
            {
                call.Complete(committed[call.Shard] is > 0 and var point ? point : null);
                continue;
            }

            switch (results[call.Shard])
            {
                case ErrorCode.NoError:
                    call.Complete(Math.Max(offset, committed[call.Shard]));
                    break;
                case ErrorCode.UnknownMemberId or ErrorCode.IllegalGeneration or ErrorCode.Local_State or ErrorCode.Local_UnknownGroup:
                    call.Fail(NotOwned(call.Shard));
                    break;
                case ErrorCode.RebalanceInProgress or ErrorCode.Local_WaitCoord or ErrorCode.Local_InProgress or ErrorCode.Local_AssignmentLost
                    when ++call.Tries < MostTries:
                    again.Add(call);
                    break;
                case var error:
                    call.Fail(new LogUnavailableException($"Kafka's group coordinator does not take an offset of shard {call.Shard}: {error.GetReason()}"));
                    break;
            }
        }
    }

    private TopicPartitionOffset[] Targets(List<OffsetCall> calls, Dictionary<int, long> committed) =>
    [
        .. calls.Where(call => call.Commit is not null)
            .GroupBy(call => call.Shard, call => call.Commit!.Value)
            .Select(offsets => new TopicPartitionOffset(_partitions[offsets.Key], Math.Max(committed[offsets.Key], offsets.Max()))),
    ];
}
