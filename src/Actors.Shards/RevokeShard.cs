namespace Actors.Shards;

/// <summary>To <see cref="ShardsActor"/>: this node shall no longer own the shard. Answered with <see cref="ShardReleased"/>.</summary>
public sealed record RevokeShard(int Shard);
