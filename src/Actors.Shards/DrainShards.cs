namespace Actors.Shards;

/// <summary>
/// To <see cref="ShardsActor"/>, when the node is leaving: no job is started any more, running ones may end; the shards are
/// served on. Answered with <see cref="ShardsDrained"/> when no job runs or <see cref="ShardsOptions.DrainTimeout"/> is over.
/// </summary>
public sealed record DrainShards;
