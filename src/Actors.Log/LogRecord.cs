using Actors.Contracts.Jobs;

namespace Actors.Log;

/// <summary>
/// One record of the log: a small header and the value's bytes. Immutable; shared between the writer, the read-back and
/// every reader of the node by reference.
/// </summary>
public sealed record LogRecord
{
    /// <summary>The largest value that any log takes: with key and headers, of which none is long, it stays below 4 MiB.</summary>
    public const int MaxValueBytes = (4 * 1024 * 1024) - (64 * 1024);

    /// <summary>What the record is.</summary>
    public required RecordKind Kind { get; init; }

    /// <summary>The offset of the writer's claim; -1 for commands and claims.</summary>
    public long Stamp { get; init; } = -1;

    /// <summary>The record's number within its claim, from 0; -1 for commands and claims.</summary>
    public long Seq { get; init; } = -1;

    /// <summary>The offset of the command that this event answers; -1 where there is none.</summary>
    public long Answers { get; init; } = -1;

    /// <summary>
    /// How many more events answer the same command behind this one. A takeover between them goes on with the rest;
    /// 0 for the last or only one.
    /// </summary>
    public int Remaining { get; init; }

    /// <summary>The channel: the record's key. Empty for claims and points.</summary>
    public string Channel { get; init; } = string.Empty;

    /// <summary>The type of the event or command; empty for other kinds.</summary>
    public string Type { get; init; } = string.Empty;

    /// <summary>The job behind it, as text; null where there is none.</summary>
    public string? Job { get; init; }

    /// <summary>What the event means for its job.</summary>
    public JobStep Step { get; init; }

    /// <summary>W3C trace context of the request that caused the record; null when it was not traced.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The event's or command's JSON, a claim's node name, a snapshot's or point's state. Never written to again.</summary>
    public ReadOnlyMemory<byte> Value { get; init; }
}
