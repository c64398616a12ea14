namespace Actors.Log.Sqlite;

/// <summary>How the embedded log works.</summary>
public sealed record SqliteLogOptions
{
    /// <summary>The most shards that a log can have.</summary>
    public const int MaxShards = 64;

    /// <summary>The directory that holds <c>log.db</c>; created where it is missing.</summary>
    public required string Directory { get; init; }

    /// <summary>How many shards a new log gets, 1 to 64. A log that is there already must have been made with the same number. 8 by default.</summary>
    public int ShardCount { get; init; } = 8;

    /// <summary>
    /// How many bytes may wait for the disk before commands are refused. Owners' records are refused at twice as much, so
    /// that a flood of commands does not put owners in doubt. 16 MiB by default: about a second of what a slow disk takes.
    /// </summary>
    public long MaxPendingBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How many of a shard's last records are kept in memory for followers. 8,192 by default.</summary>
    public int TailRecords { get; init; } = 8192;

    /// <summary>How many bytes of a shard's last values are kept in memory for followers. 4 MiB by default.</summary>
    public long TailBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>How many reads of older records may go on at once; each has a thread and a connection. 2 by default.</summary>
    public int Readers { get; init; } = 2;

    /// <summary>
    /// How many 4 KiB pages the file may have; null for no limit but the disk. A full file is answered as a full disk is.
    /// </summary>
    public long? MaxPages { get; init; }

    /// <summary>What is removed, and when.</summary>
    public LogRetention Retention { get; init; } = new();

    /// <summary>Throws when a value makes no sense; the message names the configuration's key.</summary>
    /// <exception cref="ArgumentException">What is wrong and what is allowed.</exception>
    public void Validate()
    {
        var fault = string.IsNullOrWhiteSpace(Directory) ? "Data:Directory must name a directory."
            : ShardCount is < 1 or > MaxShards ? $"Log:Shards must be 1 to {MaxShards}, not {ShardCount}."
            : MaxPendingBytes < 64 * 1024 ? "Log:MaxPendingBytes must be at least 65536."
            : TailRecords is < 16 or > 1 << 20 ? "Log:TailRecords must be 16 to 1048576."
            : TailBytes < 16 * 1024 ? "Log:TailBytes must be at least 16384."
            : Readers is < 1 or > 64 ? "Log:Readers must be 1 to 64."
            : MaxPages < 64 ? "Log:MaxPages must be at least 64, or be left out."
            : Retention.Fault();
        if (fault is not null)
        {
            throw new ArgumentException(fault);
        }
    }
}
