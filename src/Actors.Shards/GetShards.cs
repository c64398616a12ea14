namespace Actors.Shards;

/// <summary>To <see cref="ShardsActor"/>: answered with <see cref="ShardsReport"/>.</summary>
public sealed record GetShards;
