namespace Actors.Shards;

/// <summary>To a shard's owner: the node ends. It stops at another's claim, or when <see cref="ShardsOptions.HandoverTimeout"/> is over.</summary>
internal sealed record EndShard;
