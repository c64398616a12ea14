namespace Actors.Shards;

/// <summary>To <see cref="ShardsActor"/>: this node shall own the shard.</summary>
public sealed record AssignShard(int Shard);
