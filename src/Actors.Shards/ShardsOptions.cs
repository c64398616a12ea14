using Actors.Log;

namespace Actors.Shards;

/// <summary>How a node owns shards. The defaults suit both the embedded log and Kafka.</summary>
public sealed record ShardsOptions
{
    private static readonly TimeSpan LongestNotice = TimeSpan.FromMinutes(1);

    // A timer of .NET takes at most 49 days.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    /// <summary>The node's name, for the operator: it stands in claims. 1 to 128 characters.</summary>
    public string NodeName { get; init; } = "node";

    /// <summary>How long after an event a digest follows at the latest; a lost last frame costs a reader that long. Default 250 ms.</summary>
    public TimeSpan DigestInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often a shard without events sends a digest. Default 5 s.</summary>
    public TimeSpan QuietDigestInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many channels a digest names at most; it is sent early at that many. Default 1,024.</summary>
    public int MaxDigestChannels { get; init; } = 1024;

    /// <summary>How often a recovery point is made while there are records. Default 30 s.</summary>
    public TimeSpan PointInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many bytes of values may lie behind the last recovery point before the next is made. Default 16 MiB.</summary>
    public long PointBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// How many bytes of a point's snapshots are on their way at a time, so that a point of many jobs neither fills what a log takes
    /// at once nor holds up the shard's events. Default 256 KiB.
    /// </summary>
    public int PointSliceBytes { get; init; } = 256 * 1024;

    /// <summary>How often a recovery point is made of a shard without records, so that retention never passes the last one. Default one day.</summary>
    public TimeSpan QuietPointInterval { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The wait before a second claim; doubles from claim to claim. Default 200 ms.</summary>
    public TimeSpan ClaimBackoff { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait before a claim: so long after a broker comes back a shard may still be in doubt. Default 3 s.</summary>
    public TimeSpan MaxClaimBackoff { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The largest event, in bytes of JSON. Default 256 KiB.</summary>
    public int MaxEventBytes { get; init; } = 256 * 1024;

    /// <summary>
    /// The largest record of the owner's own, in bytes: a job whose snapshot is larger is refused, or ended when it has become so.
    /// Default 1,000,000, below Kafka's default for a message.
    /// </summary>
    public int MaxRecordBytes { get; init; } = 1_000_000;

    /// <summary>How long running jobs may go on when the node is leaving. Default 20 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How often an owner that was told to leave says that its jobs still run, so that the next one waits; that one claims when
    /// three intervals have passed without a word. The same on all nodes, at most a minute. Default 1 s.
    /// </summary>
    public TimeSpan NoticeInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the last recovery point may take when the node is leaving. Default 5 s.</summary>
    public TimeSpan LeaveTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long an owner of a node that has left serves its released shard on while no other owner's claim comes. As long takes
    /// the end of a cluster's last node. Default 5 s.
    /// </summary>
    public TimeSpan HandoverTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many jobs of one shard run at the same time; the others stay queued. Default 1,000.</summary>
    public int MaxRunningJobs { get; init; } = 1000;

    /// <summary>How many events of one job may wait for the log; a job that emits more has broken the contract and fails. Default 4,096.</summary>
    public int MaxUnackedEventsPerJob { get; init; } = 4096;

    /// <summary>How often the actor of a job is started again after it failed. Default 3.</summary>
    public int MaxJobRestarts { get; init; } = 3;

    /// <summary>The wait before the actor of a job is started again; doubles from time to time. Default 500 ms.</summary>
    public TimeSpan JobRestartBackoff { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many channels' last offsets are kept; beyond it the quiet ones are forgotten, which costs their readers a scan. Default 65,536.</summary>
    public int MaxTrackedChannels { get; init; } = 65_536;

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names its key and what it may be.</exception>
    public ShardsOptions Validated()
    {
        if (NodeName is not { Length: >= 1 and <= 128 })
        {
            throw new ArgumentException("Shards:NodeName must have 1 to 128 characters.");
        }

        Positive(DigestInterval, nameof(DigestInterval));
        Positive(QuietDigestInterval, nameof(QuietDigestInterval));
        Positive(PointInterval, nameof(PointInterval));
        Positive(QuietPointInterval, nameof(QuietPointInterval));
        Positive(ClaimBackoff, nameof(ClaimBackoff));
        Positive(MaxClaimBackoff, nameof(MaxClaimBackoff));
        Positive(LeaveTimeout, nameof(LeaveTimeout));
        Positive(HandoverTimeout, nameof(HandoverTimeout));
        Positive(NoticeInterval, nameof(NoticeInterval));
        Positive(JobRestartBackoff, nameof(JobRestartBackoff));
        if (NoticeInterval > LongestNotice)
        {
            throw new ArgumentException($"Shards:NoticeInterval must be at most {LongestNotice}; it is {NoticeInterval}.");
        }

        AtLeast(MaxDigestChannels, 1, nameof(MaxDigestChannels));
        AtLeast(PointBytes, 64 * 1024, nameof(PointBytes));
        AtLeast(PointSliceBytes, 1, nameof(PointSliceBytes));
        AtLeast(MaxEventBytes, 4096, nameof(MaxEventBytes));
        AtLeast(MaxRecordBytes, MaxEventBytes, nameof(MaxRecordBytes));
        if (MaxRecordBytes > LogRecord.MaxValueBytes)
        {
            throw new ArgumentException($"Shards:MaxRecordBytes must be at most {LogRecord.MaxValueBytes}; it is {MaxRecordBytes}.");
        }

        AtLeast(MaxRunningJobs, 1, nameof(MaxRunningJobs));
        AtLeast(MaxUnackedEventsPerJob, 1, nameof(MaxUnackedEventsPerJob));
        AtLeast(MaxJobRestarts, 0, nameof(MaxJobRestarts));
        AtLeast(MaxTrackedChannels, 1, nameof(MaxTrackedChannels));
        return DrainTimeout >= TimeSpan.Zero && DrainTimeout <= LongestTimer
            ? this
            : throw new ArgumentException($"Shards:DrainTimeout must be 0 to 40 days; it is {DrainTimeout}.");
    }

    private static void Positive(TimeSpan value, string key)
    {
        if (value <= TimeSpan.Zero || value > LongestTimer)
        {
            throw new ArgumentException($"Shards:{key} must be more than 0 and at most 40 days; it is {value}.");
        }
    }

    private static void AtLeast(long value, long least, string key)
    {
        if (value < least)
        {
            throw new ArgumentException($"Shards:{key} must be at least {least}; it is {value}.");
        }
    }
}
