namespace Actors.Shards;

/// <summary>To a shard's owner: answered with its <see cref="ShardStatus"/>.</summary>
internal sealed record GetShardStatus;
