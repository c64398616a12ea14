namespace Actors.Contracts.Events;

/// <summary>Result of <c>reset</c>: the client's position could not be honoured, so there may be a hole before what follows.</summary>
public sealed record ResetResult
{
    /// <summary>
    /// Why: <c>retention</c> (the log no longer holds the position), <c>other_log</c> (the cursor is of another log),
    /// <c>malformed</c> (it is no cursor of ours), <c>ahead</c> (it stands past the end of the log).
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>The channel that is concerned; null when it is all of the stream's.</summary>
    public string? Channel { get; init; }

    /// <summary>Where the stream goes on: <c>earliest</c> (the oldest that is kept) or <c>now</c>.</summary>
    public required string From { get; init; }

    /// <summary>The offset of the last event that is not sent; null when it is not one channel's.</summary>
    public long? Position { get; init; }
}
