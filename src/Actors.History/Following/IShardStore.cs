using Actors.Log;

namespace Actors.History.Following;

/// <summary>Where the following of a shard begins. Thread-safe.</summary>
internal interface IShardStore
{
    /// <summary>What is stored of a shard, read at one moment.</summary>
    /// <exception cref="HistoryUnavailableException">The store cannot be read now, or says what cannot be.</exception>
    ValueTask<StoredShard> ReadShardAsync(int shard, ShardBounds bounds, CancellationToken ct);
}
