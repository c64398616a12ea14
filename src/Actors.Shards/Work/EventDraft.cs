using Actors.Contracts.Jobs;

namespace Actors.Shards.Work;

/// <summary>An event that shall be appended: all but the stamp and number that the owner gives it. Immutable.</summary>
public sealed record EventDraft
{
    /// <summary>The event's type.</summary>
    public required string Type { get; init; }

    /// <summary>The channel that hears it.</summary>
    public required string Channel { get; init; }

    /// <summary>The job behind it; null where there is none.</summary>
    public JobId? Job { get; init; }

    /// <summary>What it means for the job.</summary>
    public JobStep Step { get; init; }

    /// <summary>The attempt that it belongs to; 0 outside of attempts.</summary>
    public int Attempt { get; init; }

    /// <summary>
    /// The text that it adds (<see cref="JobStep.Text"/> only). The payload must say the same in <c>result.text</c>: that is where
    /// the next owner reads it.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>The event's JSON, as <see cref="Actors.Contracts.Events.EventWriter"/> wrote it.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }
}
