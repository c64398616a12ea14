namespace Actors.Shards;

/// <summary>From a shard's owner that was told <see cref="DrainShard"/>: no job runs, or the time for it is over. It starts none any more.</summary>
internal sealed record OwnerIdle(int Shard);
