namespace Actors.Shards;

/// <summary>
/// To <see cref="ShardsActor"/>: the placement may have given the shard to another node. Its owner serves on until it reads
/// another's claim, or the shard is assigned again.
/// </summary>
public sealed record LoseShard(int Shard);
