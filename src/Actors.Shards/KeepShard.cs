namespace Actors.Shards;

/// <summary>To a shard's owner: the shard is this node's again. It goes on under the claim that it holds, or claims at once.</summary>
/// <param name="Drain">True when jobs shall not be started all the same, because the node is leaving.</param>
internal sealed record KeepShard(bool Drain);
