namespace Actors.Shards;

/// <summary>From <see cref="ShardsActor"/>: no owner of this node writes any more.</summary>
public sealed record ShardsEnded;
