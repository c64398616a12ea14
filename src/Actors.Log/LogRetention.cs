namespace Actors.Log;

/// <summary>
/// How long the embedded log keeps records. What recovery still needs is kept whatever is said here, so a log may be larger or
/// older for as long as a shard's recovery point does not move. A topic on Kafka has its own retention.
/// </summary>
public sealed record LogRetention
{
    /// <summary>Records older than this are removed; null keeps them for ever. At least a minute. 7 days by default.</summary>
    public TimeSpan? MaxAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// When the log holds more bytes than this on disk, free pages not counted, the oldest records go first, whatever their
    /// shard; null for no limit. At least 1 MiB. 10 GiB by default.
    /// </summary>
    public long? MaxBytes { get; init; } = 10L * 1024 * 1024 * 1024;

    /// <summary>How often is looked for records to remove. A minute by default.</summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Says what is wrong; null when nothing is.</summary>
    public string? Fault() =>
        MaxAge < TimeSpan.FromMinutes(1) ? "Log:Retention:MaxAge must be at least one minute, or be left out."
        : MaxBytes < 1024 * 1024 ? "Log:Retention:MaxBytes must be at least 1048576, or be left out."
        : SweepInterval < TimeSpan.FromSeconds(1) ? "Log:Retention:SweepInterval must be at least one second."
        : null;
}
