namespace Actors.Shards;

/// <summary>Where an owner is in its life.</summary>
public enum ShardState
{
    /// <summary>It waits to claim the shard, or for its claim's acknowledgement.</summary>
    Claiming,

    /// <summary>It reads what was written before its claim.</summary>
    Recovering,

    /// <summary>It handles commands and publishes events.</summary>
    Serving,

    /// <summary>Some of its appends may not have reached the log; jobs hold until it has claimed again.</summary>
    InDoubt,

    /// <summary>It lets running jobs end and makes its last recovery point.</summary>
    Leaving,

    /// <summary>It has given the shard up and serves on, without starting jobs, until it reads another owner's claim.</summary>
    Lingering,
}
