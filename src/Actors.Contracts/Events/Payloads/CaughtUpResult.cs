namespace Actors.Contracts.Events;

/// <summary>Result of <c>caught_up</c>.</summary>
public sealed record CaughtUpResult
{
    /// <summary>How many events were replayed on this connection.</summary>
    public required long Replayed { get; init; }
}
