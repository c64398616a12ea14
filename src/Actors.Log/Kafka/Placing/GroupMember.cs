using Confluent.Kafka;

namespace Actors.Log.Kafka.Placing;

/// <summary>
/// This node's membership, as others of the node see it: which shards it was given, and the client that can commit for them.
/// Thread-safe.
/// </summary>
internal sealed class GroupMember(int shardCount)
{
    private readonly object _gate = new();
    private readonly object _use = new();
    private readonly bool[] _owned = new bool[shardCount];
    private IConsumer<byte[], byte[]>? _client;
    private int _givings;
    private int _giving;
    private int _given;
    private bool _hasJoined;

    /// <summary>A client has joined.</summary>
    internal void Join(IConsumer<byte[], byte[]> client)
    {
        lock (_use)
        {
            _client = client;
        }
    }

    /// <summary>No commit uses the client any more when this returns.</summary>
    internal void Leave()
    {
        lock (_use)
        {
            _client = null;
        }
    }

    /// <summary>The placement has given a shard, or taken it.</summary>
    internal void Set(int shard, bool owned)
    {
        lock (_gate)
        {
            _owned[shard] = owned;
        }
    }

    /// <summary>
    /// The host is being asked to give shards back. Until <see cref="Given"/> the client waits in the library's callback and begins
    /// no join, so it may commit while the others of the group wait for it; else they would wait for each other.
    /// </summary>
    /// <param name="hasJoined">Whether the last join is known to be answered, so that none is on its way.</param>
    internal void Give(bool hasJoined)
    {
        lock (_gate)
        {
            (_giving, _hasJoined) = (++_givings, hasJoined);
        }
    }

    /// <summary>The host has given them back: the client goes on. No commit is on its way when this returns.</summary>
    internal void Given()
    {
        lock (_use)
        {
            lock (_gate)
            {
                (_giving, _given) = (0, _givings);
            }
        }
    }

    /// <summary>The shards that this node has.</summary>
    internal int[] Owned()
    {
        lock (_gate)
        {
            return [.. Enumerable.Range(0, _owned.Length).Where(shard => _owned[shard])];
        }
    }

    /// <summary>Whether this node has the shard.</summary>
    internal bool Has(int shard)
    {
        lock (_gate)
        {
            return _owned[shard];
        }
    }

    /// <summary>What the member is now; to be asked before the coordinator is.</summary>
    internal MemberMoment Now()
    {
        lock (_use)
        {
            lock (_gate)
            {
                return new MemberMoment(_client?.MemberId ?? string.Empty, _giving, _given);
            }
        }
    }

    /// <summary>
    /// What this node may do with a shard. One that it still has and nobody was given is one that it is giving back: until it has,
    /// it stays the owner.
    /// </summary>
    internal Standing Stand(int shard, GroupView view, MemberMoment moment)
    {
        lock (_gate)
        {
            if (!_owned[shard])
            {
                return Standing.Stranger;
            }

            if (view.State == GroupState.Undescribed)
            {
                return Standing.Owner;
            }

            if (!view.Shards.ContainsKey(moment.Id))
            {
                return Standing.Stranger;
            }

            if (view.State == GroupState.Stable)
            {
                // The others may join anew from here on; this one does not before it has given.
                _hasJoined |= _giving != 0 && _giving == moment.Giving;
                return view.Shards.Any(other => other.Key != moment.Id && other.Value.Contains(shard)) ? Standing.Stranger : Standing.Owner;
            }

            return view.State == GroupState.Joining && IsGiving(moment) ? Standing.Owner : Standing.Unsettled;
        }
    }

    /// <summary>Commits as the member that this node is. Blocks. Says for each shard how it went.</summary>
    internal Dictionary<int, ErrorCode> Commit(TopicPartitionOffset[] offsets, GroupView view, MemberMoment moment)
    {
        var results = offsets.ToDictionary(o => o.Partition.Value, o => Has(o.Partition.Value) ? ErrorCode.NoError : ErrorCode.UnknownMemberId);
        var own = offsets.Where(o => results[o.Partition.Value] == ErrorCode.NoError).ToArray();
        if (own.Length == 0)
        {
            return results;
        }

        lock (_use)
        {
            try
            {
                if (_client is null || !IsBeforeJoin(view, moment))
                {
                    var why = _client is null ? ErrorCode.UnknownMemberId : ErrorCode.RebalanceInProgress;
                    own.ToList().ForEach(o => results[o.Partition.Value] = why);
                    return results;
                }

                _client.Commit(own);
            }
            catch (TopicPartitionOffsetException e)
            {
                e.Results.ForEach(r => results[r.Partition.Value] = r.Error.Code);
            }
            catch (KafkaException e)
            {
                own.ToList().ForEach(o => results[o.Partition.Value] = e.Error.Code);
            }
        }

        // Taken away meanwhile: the commit may have been that of a generation in which the shard is another's.
        foreach (var o in own.Where(o => results[o.Partition.Value] == ErrorCode.NoError && !Has(o.Partition.Value)))
        {
            results[o.Partition.Value] = ErrorCode.UnknownMemberId;
        }

        return results;
    }

    private bool IsGiving(MemberMoment moment) => _hasJoined && _giving != 0 && _giving == moment.Giving;

    // Who has given shards back since then joins anew, whatever the group was like: a commit would wait behind that join.
    private bool IsBeforeJoin(GroupView view, MemberMoment moment)
    {
        lock (_gate)
        {
            return _given == moment.Given && (view.State != GroupState.Joining || IsGiving(moment));
        }
    }
}
