namespace Actors.History;

/// <summary>A job, as its records tell it. Immutable.</summary>
public sealed record JobView
{
    /// <summary>The job's id.</summary>
    public required string Id { get; init; }

    /// <summary>The shard that holds its records.</summary>
    public required int Shard { get; init; }

    /// <summary>Who submitted it, unmapped; empty when the command is gone.</summary>
    public required string User { get; init; }

    /// <summary>Which handler runs it; empty when the command is gone.</summary>
    public required string Kind { get; init; }

    /// <summary>The channel that hears its events.</summary>
    public required string Channel { get; init; }

    /// <summary>How far it is.</summary>
    public required JobStatus Status { get; init; }

    /// <summary>The attempt that began last, from 1; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>0 to 100, as the job said last; null when it said nothing. 100 for a completed job.</summary>
    public int? Progress { get; init; }

    /// <summary>When the log took the command.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the log took the event that changed the job last. Pieces of text do not count.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The offset of the command that submitted it; -1 when it is not known.</summary>
    public required long Command { get; init; }

    /// <summary>The text of the present attempt is that of the text events behind this offset.</summary>
    public required long TextFrom { get; init; }

    /// <summary>The offset of the terminal event; -1 while the job is open.</summary>
    public long Terminal { get; init; } = -1;

    /// <summary>The hash of the request's body under its idempotency key; null when the command bore none.</summary>
    public string? BodyHash { get; init; }

    /// <summary>The stopped job that this one goes on from; null where there is none.</summary>
    public string? ResumedFrom { get; init; }

    /// <summary>
    /// The terminal event's JSON, with the result; null while the job is open, in lists that do not ask for results, and when
    /// retention has removed the event.
    /// </summary>
    public ReadOnlyMemory<byte>? Result { get; init; }

    /// <summary>True until the job's terminal event.</summary>
    public bool IsOpen => Status < JobStatus.Completed;
}
