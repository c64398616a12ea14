using System.Text.Json;

namespace Actors.Contracts.Events;

/// <summary>Result of <c>generation_complete</c>.</summary>
public sealed record CompleteResult
{
    /// <summary>The whole text; null where the job made none, or where it is too long for an event (then <see cref="TextHref"/> says where it is).</summary>
    public string? Text { get; init; }

    /// <summary>Where the whole text is read, a path on this service; only in place of <see cref="Text"/>.</summary>
    public string? TextHref { get; init; }

    /// <summary>The length of the text in UTF-16 code units; only beside <see cref="TextHref"/>.</summary>
    public int? TextLength { get; init; }

    /// <summary>What it cost; null where nothing was counted.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Who generated it; null where the handler does not say.</summary>
    public string? Provider { get; init; }

    /// <summary>Why the provider ended: <c>stop</c>, <c>length</c>, <c>content_filter</c>…; null where it does not say.</summary>
    public string? FinishReason { get; init; }

    /// <summary>What a handler of another kind gives back; null where there is none.</summary>
    public JsonElement? Data { get; init; }
}
