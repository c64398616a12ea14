namespace Actors.Contracts.Events;

/// <summary>Result of <c>generation_queued</c>.</summary>
public sealed record QueuedResult
{
    /// <summary>Which handler runs the job: <c>text</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The stopped job that this one goes on from; null where there is none.</summary>
    public string? ResumedFrom { get; init; }
}
