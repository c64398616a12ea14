using System.Text.Json;

namespace Actors.Shards.Points;

/// <summary>A snapshot's JSON; see <see cref="Actors.Shards.Work.OpenJob"/> for its members.</summary>
internal sealed record JobSnapshotJson
{
    public required int V { get; init; }

    public required string Id { get; init; }

    public required string Channel { get; init; }

    public required string User { get; init; }

    public required string Kind { get; init; }

    public required JsonElement Input { get; init; }

    public required long Command { get; init; }

    public long SubmittedAt { get; init; }

    public int Attempt { get; init; }

    /// <summary>Not in the snapshots of every build; 0 then.</summary>
    public long StartedAt { get; init; }

    public string Text { get; init; } = string.Empty;

    public bool Cancelling { get; init; }

    public string? ResumedFrom { get; init; }

    /// <summary>What is left of the text before behind <see cref="TextBeforeShared"/>.</summary>
    public string TextBefore { get; init; } = string.Empty;

    /// <summary>How many UTF-16 code units of <see cref="Text"/> the text before begins with; null for none. Only with version 2.</summary>
    public int? TextBeforeShared { get; init; }

    public string? TraceParent { get; init; }
}
