namespace Actors.Log.Kafka.Reads;

/// <summary>How far each shard reaches at least, as far as this node has heard. Thread-safe.</summary>
internal sealed class KnownEnds(int shards)
{
    private readonly long[] _next = new long[shards];

    /// <summary>An offset before which everything is in the log.</summary>
    internal long Next(int shard) => Volatile.Read(ref _next[shard]);

    /// <summary>Takes note that the shard reaches up to here.</summary>
    internal void Learn(int shard, long next)
    {
        ref var known = ref _next[shard];
        for (var seen = Volatile.Read(ref known); seen < next;)
        {
            var before = Interlocked.CompareExchange(ref known, next, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
