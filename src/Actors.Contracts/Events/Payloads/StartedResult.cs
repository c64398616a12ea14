namespace Actors.Contracts.Events;

/// <summary>Result of <c>generation_started</c>.</summary>
public sealed record StartedResult
{
    /// <summary>Which handler runs the job: <c>text</c>.</summary>
    public required string Kind { get; init; }
}
