namespace Actors.Shards;

/// <summary>From <see cref="ShardsActor"/>: the shard's owner has stopped writing.</summary>
public sealed record ShardReleased(int Shard);
