namespace Actors.Shards;

/// <summary>
/// To <see cref="ShardsActor"/>: the placement will give the shard to another node. Answered with <see cref="ShardReleased"/>
/// when the other may claim it.
/// </summary>
public sealed record RevokeShard(int Shard);
