namespace Actors.Shards;

/// <summary>How an owned shard is, for health and operators. Immutable.</summary>
public sealed record ShardStatus
{
    /// <summary>The shard.</summary>
    public required int Shard { get; init; }

    /// <summary>Where its owner is in its life.</summary>
    public required ShardState State { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Since when the owner serves the shard; doubts do not count. Null before.</summary>
    public DateTimeOffset? ServedSince { get; init; }

    /// <summary>True when the placement may have given the shard to another node.</summary>
    public bool IsLost { get; init; }

    /// <summary>The owner's claim; -1 where it holds none.</summary>
    public required long Claim { get; init; }

    /// <summary>The read-back position.</summary>
    public required long Position { get; init; }

    /// <summary>The shard's next offset; -1 where the log did not say in time.</summary>
    public long End { get; init; } = -1;

    /// <summary>How many offsets of the shard were not read back; -1 where that is not known.</summary>
    public long Behind => End < 0 ? -1 : Math.Max(0, End - 1 - Position);

    /// <summary>The offset of the last recovery point that was committed; -1 for none by this owner.</summary>
    public required long Point { get; init; }

    /// <summary>Commands that were read and not handled.</summary>
    public required int WaitingCommands { get; init; }

    /// <summary>Records that were appended and have not come back.</summary>
    public required int PendingAppends { get; init; }

    /// <summary>Open jobs.</summary>
    public required int OpenJobs { get; init; }

    /// <summary>Jobs whose actor runs.</summary>
    public required int RunningJobs { get; init; }

    /// <summary>How long the last recovery took, from the claim's acknowledgement to the first command handled, in seconds.</summary>
    public double RecoverySeconds { get; init; }

    /// <summary>How many records it read.</summary>
    public int RecoveryRecords { get; init; }

    /// <summary>The node whose owner still serves the shard while its jobs end, and whose end this owner waits for; null where it waits for none.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>Whether commands of the shard are handled: here, or by the owner that this one waits for.</summary>
    public bool IsServed => State == ShardState.Serving || WaitsFor is not null;

    /// <summary>The last trouble, for people; null where there was none.</summary>
    public string? Trouble { get; init; }
}
