using System.Text.Json;
using Actors.Contracts.Events;

namespace Actors.Jobs.Handlers;

/// <summary>What a finished run gives back beside the text that it wrote. Immutable.</summary>
public sealed record JobResult
{
    /// <summary>A result that is all in the text written.</summary>
    public static JobResult Empty { get; } = new();

    /// <summary>What it cost; null takes what the run said last in <see cref="JobContext.Usage"/>.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Who generated it; null takes <see cref="JobContext.Provider"/>.</summary>
    public string? Provider { get; init; }

    /// <summary>Why the provider ended: <c>stop</c>, <c>length</c>…; null where there is nothing to say.</summary>
    public string? FinishReason { get; init; }

    /// <summary>A result of the handler's own form; null where there is none. It must fit an event beside the text.</summary>
    public JsonElement? Data { get; init; }
}
