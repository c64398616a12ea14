namespace Actors.Live;

/// <summary>
/// What an owner says of its shard a few times a second: every channel that had events in (From, To], and the state of the
/// claim at To. A reader that stands at From and whose windows agree may move to To without reading the log. Immutable.
/// </summary>
public sealed record Digest
{
    /// <summary>The shard.</summary>
    public required int Shard { get; init; }

    /// <summary>The read-back position of the digest before.</summary>
    public required long From { get; init; }

    /// <summary>The read-back position now.</summary>
    public required long To { get; init; }

    /// <summary>The claim in force at <see cref="To"/>.</summary>
    public required long Claim { get; init; }

    /// <summary>The sequence number that the next record of the claim must carry.</summary>
    public required long NextSeq { get; init; }

    /// <summary>The offset of the claim's last valid record.</summary>
    public required long LastValid { get; init; }

    /// <summary>Every command at or before this offset has been handled: nodes count it as waiting no more.</summary>
    public required long Answered { get; init; }

    /// <summary>How many open jobs the shard has; for limits and health.</summary>
    public int OpenJobs { get; init; }

    /// <summary>The owner's node, for the operator; empty where it is not told.</summary>
    public string Node { get; init; } = "";

    /// <summary>Since when the owner serves the shard, in milliseconds since 1970-01-01 UTC; 0 where it is not told.</summary>
    public long Since { get; init; }

    /// <summary>Each channel that had events in the range, with its last one.</summary>
    public required IReadOnlyList<ChannelMark> Channels { get; init; }
}
