namespace Actors.Log.Kafka;

/// <summary>What a look at the brokers has found; nothing was made or changed. Immutable.</summary>
public sealed record KafkaSight
{
    /// <summary>How many brokers there are.</summary>
    public required int Brokers { get; init; }

    /// <summary>How many partitions the topic has; 0 where it is missing, to be made by the first node.</summary>
    public int Partitions { get; init; }

    /// <summary>How many of them have no leader now.</summary>
    public int Leaderless { get; init; }

    /// <summary>On how many brokers each partition is, at least.</summary>
    public int Replicas { get; init; }

    /// <summary>The log's id; null where the topic holds none yet, or it was not found soon.</summary>
    public uint? LogId { get; init; }

    /// <summary>The topic's <c>cleanup.policy</c>; null where it is missing, or may not be looked at.</summary>
    public string? CleanupPolicy { get; init; }
}
