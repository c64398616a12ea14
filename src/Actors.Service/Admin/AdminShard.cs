using Actors.Live;
using Actors.Log;
using Actors.Shards;

namespace Actors.Service.Admin;

/// <summary>One shard of the cluster, as this node knows it.</summary>
internal sealed record AdminShard
{
    /// <summary>The shard.</summary>
    public required int Shard { get; init; }

    /// <summary>The node that serves it; null where nobody says so.</summary>
    public string? Owner { get; init; }

    /// <summary>Where its owner is in its life: this node's own say it, those of others are <c>Serving</c> when they are heard, else <c>Unknown</c>.</summary>
    public required string State { get; init; }

    /// <summary>Since when it is in this state.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The claim in force; null where it is not known.</summary>
    public long? Claim { get; init; }

    /// <summary>How far the owner has read back; null where it is not known.</summary>
    public long? Position { get; init; }

    /// <summary>The offset of the log's next record.</summary>
    public required long LogEnd { get; init; }

    /// <summary>How many offsets the owner is behind the log's end; null where it is not known.</summary>
    public long? Behind => Position is { } position ? Math.Max(0, LogEnd - 1 - position) : null;

    /// <summary>Commands that were read and not handled; null for another node's shard.</summary>
    public int? WaitingCommands { get; init; }

    /// <summary>Records that were appended and have not come back; null for another node's shard.</summary>
    public int? PendingAppends { get; init; }

    /// <summary>Open jobs; null where they are not known.</summary>
    public int? OpenJobs { get; init; }

    /// <summary>Jobs whose actor runs; null for another node's shard.</summary>
    public int? RunningJobs { get; init; }

    /// <summary>The last trouble; null where there was none, and for another node's shard.</summary>
    public string? Trouble { get; init; }

    /// <summary>What this node's own owner says.</summary>
    public static AdminShard From(ShardStatus status, string node, ShardBounds bounds) => new()
    {
        Shard = status.Shard,
        Owner = node,
        State = status.State.ToString(),
        Since = status.Since,
        Claim = status.Claim >= 0 ? status.Claim : null,
        Position = status.Position,
        LogEnd = bounds.Next,
        WaitingCommands = status.WaitingCommands,
        PendingAppends = status.PendingAppends,
        OpenJobs = status.OpenJobs,
        RunningJobs = status.RunningJobs,
        Trouble = status.Trouble,
    };

    /// <summary>What the last digest of another node's owner says; null where none has come.</summary>
    public static AdminShard From(int shard, Digest? digest, ShardBounds bounds) => digest is null
        ? new AdminShard { Shard = shard, State = "Unknown", LogEnd = bounds.Next }
        : new AdminShard
        {
            Shard = shard,
            Owner = digest.Node.Length > 0 ? digest.Node : null,
            State = "Serving",
            Since = digest.Since > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(digest.Since) : null,
            Claim = digest.Claim,
            Position = digest.To,
            LogEnd = bounds.Next,
            OpenJobs = digest.OpenJobs,
        };
}
