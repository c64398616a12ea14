namespace Actors.Log.Kafka.Reads;

/// <summary>The shards' first offsets, which only retention moves: asked for once a second. Thread-safe.</summary>
internal sealed class FirstOffsets(int shards, TimeProvider time)
{
    private static readonly TimeSpan Holds = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly long[] _first = new long[shards];
    private readonly long?[] _asked = new long?[shards];

    /// <summary>The first offset as it was last heard.</summary>
    internal long this[int shard]
    {
        get
        {
            lock (_gate)
            {
                return _first[shard];
            }
        }
    }

    /// <summary>Whether it must be asked for.</summary>
    internal bool IsOld(int shard, bool fresh)
    {
        lock (_gate)
        {
            return fresh || _asked[shard] is not { } asked || time.GetElapsedTime(asked) > Holds;
        }
    }

    /// <summary>Takes an answer, of this moment.</summary>
    internal void Learn(int shard, long first)
    {
        lock (_gate)
        {
            (_first[shard], _asked[shard]) = (Math.Max(_first[shard], first), time.GetTimestamp());
        }
    }
}
