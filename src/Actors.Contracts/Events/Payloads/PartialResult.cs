namespace Actors.Contracts.Events;

/// <summary>Result of <c>generation_cancelled</c> and <c>generation_failed</c>: what there was when the job ended.</summary>
public sealed record PartialResult
{
    /// <summary>The text so far; null where there is none, or where it is too long for an event (then <see cref="TextHref"/> says where it is).</summary>
    public string? Text { get; init; }

    /// <summary>Where the text is read, a path on this service; only in place of <see cref="Text"/>.</summary>
    public string? TextHref { get; init; }

    /// <summary>The length of the text in UTF-16 code units; only beside <see cref="TextHref"/>.</summary>
    public int? TextLength { get; init; }

    /// <summary>What it cost so far; null where nothing was counted.</summary>
    public TokenUsage? Usage { get; init; }
}
