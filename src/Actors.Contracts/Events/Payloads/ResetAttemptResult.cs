namespace Actors.Contracts.Events;

/// <summary>Result of <c>generation_reset</c>: what was shown of the attempts before <see cref="Attempt"/> is void.</summary>
public sealed record ResetAttemptResult
{
    /// <summary>Why the attempt before was given up: <c>restarted</c> (another owner took the job over) or an error's code.</summary>
    public required string Reason { get; init; }

    /// <summary>The attempt that begins now; the same as in the event's head.</summary>
    public required int Attempt { get; init; }
}
