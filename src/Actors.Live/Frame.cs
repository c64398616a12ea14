namespace Actors.Live;

/// <summary>What the live bus carries for one event. A hint: it may be lost, come twice, late or out of order. Immutable.</summary>
public sealed record Frame
{
    /// <summary>The shard of the channel.</summary>
    public required int Shard { get; init; }

    /// <summary>The channel's name.</summary>
    public required string Channel { get; init; }

    /// <summary>The event's offset in the log; -1 for an ephemeral event, which has no place in it.</summary>
    public required long Offset { get; init; }

    /// <summary>No event of this channel lies between this offset and <see cref="Offset"/>.</summary>
    public required long Previous { get; init; }

    /// <summary>The event's type, for filters.</summary>
    public required string Type { get; init; }

    /// <summary>The job behind the event, for filters; null where there is none.</summary>
    public string? Job { get; init; }

    /// <summary>The event's JSON on one line, as every browser gets it. Never written to again.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }
}
