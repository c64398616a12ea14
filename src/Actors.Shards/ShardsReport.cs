namespace Actors.Shards;

/// <summary>How the shards of this node are. Immutable.</summary>
/// <param name="Shards">The owned shards, by their number; one that does not answer within a second is left out.</param>
/// <param name="Assigned">How many shards the placement gives to this node.</param>
public sealed record ShardsReport(IReadOnlyList<ShardStatus> Shards, int Assigned)
{
    /// <summary>The node's name. The owners of other shards are named by their digests.</summary>
    public string Node { get; init; } = string.Empty;
}
