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

    /// <summary>The shards that this node has.</summary>
    internal int[] Owned()
    {
        lock (_gate)
        {
            return [.. Enumerable.Range(0, _owned.Length).Where(shard => _owned[shard])];
        }
    }

    /// <summary>Commits as the member that this node is. Blocks. Says for each shard how it went.</summary>
    internal Dictionary<int, ErrorCode> Commit(TopicPartitionOffset[] offsets)
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
                if (_client is null)
                {
                    own.ToList().ForEach(o => results[o.Partition.Value] = ErrorCode.UnknownMemberId);
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

    /// <summary>Whether this node has the shard.</summary>
    internal bool Has(int shard)
    {
        lock (_gate)
        {
            return _owned[shard];
        }
    }
}
