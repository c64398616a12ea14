using System.Text.Json;
using Actors.Contracts.Events;

namespace Actors.Service.Jobs;

/// <summary>What a terminal event says of its job, whichever of the three it is. Immutable.</summary>
internal sealed record TerminalEvent
{
    /// <summary>The result; null where there is none.</summary>
    public CompleteResult? Result { get; init; }

    /// <summary>Why it failed; null unless it did.</summary>
    public string? Error { get; init; }

    /// <summary>The reason for programs.</summary>
    public string? Code { get; init; }

    /// <summary>Whether the same request may succeed later.</summary>
    public bool Retryable { get; init; }

    /// <summary>What the user can do.</summary>
    public string? Suggestion { get; init; }

    /// <summary>Reads an event's JSON.</summary>
    public static TerminalEvent Read(ReadOnlyMemory<byte> json) =>
        JsonSerializer.Deserialize(json.Span, JobJson.Default.TerminalEvent)!;
}
