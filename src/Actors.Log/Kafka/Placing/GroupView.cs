namespace Actors.Log.Kafka.Placing;

/// <summary>What the coordinator says of the group in one moment.</summary>
/// <param name="State">How it is.</param>
/// <param name="Shards">The members, and which shards each was given; those are told of a stable group only.</param>
internal sealed record GroupView(GroupState State, IReadOnlyDictionary<string, int[]> Shards)
{
    /// <summary>What is known where the coordinator cannot say anything.</summary>
    internal static readonly GroupView Undescribed = new(GroupState.Undescribed, new Dictionary<string, int[]>());
}
