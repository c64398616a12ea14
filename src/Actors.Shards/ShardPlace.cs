namespace Actors.Shards;

/// <summary>Which shard of which log.</summary>
/// <param name="LogId">The log; see <see cref="Actors.Log.IDurableLog.LogId"/>.</param>
/// <param name="Shard">The shard's number, from 0.</param>
/// <param name="ShardCount">How many shards the log has.</param>
internal readonly record struct ShardPlace(uint LogId, int Shard, int ShardCount);
