namespace Actors.Shards;

/// <summary>From a shard's owner that leaves: another may claim the shard.</summary>
internal sealed record OwnerReleased(int Shard);
