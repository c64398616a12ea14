using Actors.Contracts.Jobs;

namespace Actors.Contracts.Events;

/// <summary>What every event says of itself.</summary>
public readonly record struct EventHead
{
    /// <summary>The event's type: a name of the catalog, or a backend's own.</summary>
    public required string Type { get; init; }

    /// <summary>The event's unique id, a UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it was emitted; written as ISO 8601 in UTC with milliseconds.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The version of this type's schema.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The channel that hears it; empty leaves it out (a stream's own events).</summary>
    public required string Channel { get; init; }

    /// <summary>The job behind it; null where there is none.</summary>
    public JobId? JobId { get; init; }

    /// <summary>The job's attempt, from 1; 0 leaves it out.</summary>
    public int Attempt { get; init; }

    /// <summary>0 to 100; null leaves it out.</summary>
    public int? Progress { get; init; }

    /// <summary>For people; null leaves it out.</summary>
    public string? Message { get; init; }

    /// <summary>Creates a head; the required members say the rest.</summary>
    public EventHead()
    {
    }
}
