namespace Actors.Service.Health;

/// <summary>How the node is, for people and dashboards.</summary>
internal sealed record HealthReport
{
    /// <summary><c>healthy</c>; <c>degraded</c>: events may come late, nothing is lost; <c>unready</c>: starting or leaving.</summary>
    public required string Status { get; init; }

    /// <summary>The node's name.</summary>
    public required string Node { get; init; }

    /// <summary>Where the node is in its life.</summary>
    public required string Stage { get; init; }

    /// <summary>Since when it runs.</summary>
    public required long UptimeSeconds { get; init; }

    /// <summary>The log: <c>up</c>, or <c>down</c> while it does not say where it ends; then POSTs are answered 503 and streams wait.</summary>
    public required string Log { get; init; }

    /// <summary>The history: <c>up</c>, or <c>down</c> while its database is away; then questions for jobs are answered 503.</summary>
    public required string History { get; init; }

    /// <summary>The live bus: <c>up</c>, <c>down</c>, or <c>log</c> where there is none by choice.</summary>
    public required string Live { get; init; }

    /// <summary>What has been done since the start.</summary>
    public required HealthCounters Counters { get; init; }

    /// <summary>The shards that this node owns.</summary>
    public required IReadOnlyList<ShardHealth> Shards { get; init; }
}
