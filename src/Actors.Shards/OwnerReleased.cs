namespace Actors.Shards;

/// <summary>From a shard's owner that leaves: another may claim the shard.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Number">That of the <see cref="LeaveShard"/> that is answered.</param>
internal sealed record OwnerReleased(int Shard, int Number);
