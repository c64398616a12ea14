namespace Actors.Shards;

/// <summary>From a shard's owner that drains: no job runs, or the time for it is over.</summary>
internal sealed record OwnerIdle(int Shard);
