namespace Actors.Shards;

/// <summary>
/// From <see cref="ShardsActor"/>: another node may claim the shard. Where there can be one, the owner serves on until it does.
/// </summary>
public sealed record ShardReleased(int Shard);
