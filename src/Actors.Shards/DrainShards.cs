namespace Actors.Shards;

/// <summary>
/// To <see cref="ShardsActor"/>, when the node is leaving: running jobs may end, each shard makes its last recovery point.
/// Answered with <see cref="ShardsDrained"/> when all owners have stopped.
/// </summary>
public sealed record DrainShards;
