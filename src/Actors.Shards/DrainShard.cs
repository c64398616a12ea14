namespace Actors.Shards;

/// <summary>To a shard's owner: start no jobs any more, and tell <see cref="OwnerIdle"/> when none runs or the time for it is over.</summary>
internal sealed record DrainShard;
