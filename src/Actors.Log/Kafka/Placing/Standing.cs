namespace Actors.Log.Kafka.Placing;

/// <summary>What this node may do with a shard, as far as the group is concerned.</summary>
internal enum Standing
{
    /// <summary>It is a member and has the shard.</summary>
    Owner,

    /// <summary>That is being settled: the group is not at rest.</summary>
    Unsettled,

    /// <summary>It is no member, or the shard is not its own.</summary>
    Stranger,
}
