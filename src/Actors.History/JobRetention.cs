namespace Actors.History;

/// <summary>How long the history keeps what it has beside the log's events, which the log's own retention removes.</summary>
public sealed record JobRetention
{
    /// <summary>How long a job is kept after it ended. Open jobs are always kept. 30 days by default; at least a minute.</summary>
    public TimeSpan Jobs { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a command is found by its id: the window in which an idempotency key is recognised. A day by default; at least a minute.</summary>
    public TimeSpan Commands { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How often is looked for what is to be removed. Ten minutes by default.</summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Says what is wrong; null when nothing is.</summary>
    public string? Fault() =>
        Jobs < TimeSpan.FromMinutes(1) ? "History:Retention:Jobs must be at least one minute."
        : Commands < TimeSpan.FromMinutes(1) ? "History:Retention:Commands must be at least one minute."
        : SweepInterval < TimeSpan.FromSeconds(1) ? "History:Retention:SweepInterval must be at least one second."
        : null;
}
