using Actors.Contracts.Jobs;

namespace Actors.Shards.Work;

/// <summary>A job that has no terminal event yet, as its shard's records tell it. Immutable.</summary>
public sealed record OpenJob
{
    /// <summary>The job's id.</summary>
    public required JobId Id { get; init; }

    /// <summary>The channel that hears its events.</summary>
    public required string Channel { get; init; }

    /// <summary>Who submitted it, unmapped.</summary>
    public required string User { get; init; }

    /// <summary>Which handler runs it.</summary>
    public required string Kind { get; init; }

    /// <summary>The handler's input, as JSON.</summary>
    public required ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>The offset of the command that submitted it.</summary>
    public required long Command { get; init; }

    /// <summary>When the log took the command, in milliseconds since 1970-01-01 UTC.</summary>
    public long SubmittedAt { get; init; }

    /// <summary>
    /// The attempt that has begun, from 1; 0 while the job has never been started. Each <see cref="JobStep.Started"/> event
    /// counts it up by one.
    /// </summary>
    public int Attempt { get; init; }

    /// <summary>
    /// When its first <see cref="JobStep.Started"/> event was written, in milliseconds since 1970-01-01 UTC, by the clocks of the log
    /// or of an owner; 0 while it has never been started, or where the snapshot that brought it does not say.
    /// </summary>
    public long StartedAt { get; init; }

    /// <summary>The text that was emitted since the job's beginning or its last <see cref="JobStep.Reset"/>.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>True after a stop was asked for: the job must end as cancelled.</summary>
    public bool Cancelling { get; init; }

    /// <summary>The stopped job that this one goes on from; null where there is none.</summary>
    public string? ResumedFrom { get; init; }

    /// <summary>The text that the stopped job had produced.</summary>
    public string TextBefore { get; init; } = string.Empty;

    /// <summary>W3C trace context of the request; null when it was not traced.</summary>
    public string? TraceParent { get; init; }
}
