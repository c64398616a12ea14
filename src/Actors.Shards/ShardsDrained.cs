namespace Actors.Shards;

/// <summary>From <see cref="ShardsActor"/>: no job of this node's shards runs any more, or the time for it is over.</summary>
public sealed record ShardsDrained;
