using Actors.Contracts.Cursors;

namespace Actors.Sessions;

/// <summary>How streams work. The configuration's section is <c>Sessions</c>.</summary>
public sealed record SessionOptions
{
    private static readonly TimeSpan LongestHeartbeat = TimeSpan.FromSeconds(30);

    /// <summary>The name of this node, as streams tell it.</summary>
    public string Node { get; init; } = "node";

    /// <summary>How often a stream carries a checkpoint; at most 30 s. 15 s by default: proxies end what is silent for 30 to 60.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a client may take nothing of a slice before its stream is closed. 30 s by default.</summary>
    public TimeSpan SlowClientTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long before its token's expiry a stream warns. 30 s by default.</summary>
    public TimeSpan ExpiryWarning { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The shortest time after which a client shall reconnect; up to as much again is added by chance. 1 s by default.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The most channels of one session, 1 to 64. 64 by default, the most that a cursor holds.</summary>
    public int MaxChannelsPerSession { get; init; } = Cursor.MaxChannels;

    /// <summary>The most types that a session may filter by. 64 by default.</summary>
    public int MaxTypesPerSession { get; init; } = 64;

    /// <summary>The most events that <c>replay=N</c> may ask for. 10,000 by default.</summary>
    public int MaxReplay { get; init; } = 10_000;

    /// <summary>
    /// How many record positions <c>replay=N</c> looks back at most, and how many a client that comes back may be behind before the
    /// history is asked where its channels' events are, instead of reading all that lies between. 100,000 by default.
    /// </summary>
    public long ReplayScanLimit { get; init; } = 100_000;

    /// <summary>The most bytes of one channel's window. 256 KiB by default.</summary>
    public int WindowBytes { get; init; } = 256 * 1024;

    /// <summary>The most events of one channel's window. 1,024 by default.</summary>
    public int WindowFrames { get; init; } = 1024;

    /// <summary>The most bytes of all windows; beyond them each keeps a sixteenth of its own. 64 MiB by default.</summary>
    public long AllWindowsBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How long a window stays when its last session has left, so that a page's reload finds it. 10 s by default.</summary>
    public TimeSpan WindowLinger { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many bytes of the log a replay reads at a time. 64 KiB by default.</summary>
    public int PageBytes { get; init; } = 64 * 1024;

    /// <summary>How many bytes of pages all sessions share. 48 MiB by default.</summary>
    public long PageCacheBytes { get; init; } = 48 * 1024 * 1024;

    /// <summary>How many pages are read at once. 4 by default.</summary>
    public int ConcurrentReads { get; init; } = 4;

    /// <summary>The most bytes that a stream writes between two flushes. 16 KiB by default.</summary>
    public int SliceBytes { get; init; } = 16 * 1024;

    /// <summary>How long a window that is behind its digest waits for frames under way before it scans. 50 ms by default.</summary>
    public TimeSpan FrameGrace { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a feed may hear nothing of its shard before it looks into the log. 15 s by default: three quiet digests.</summary>
    public TimeSpan MaxSilence { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a window with many sessions collects events before it wakes them, for each session. 25 µs by default: somewhat more than
    /// what one write to a socket costs in all, so a busy window's writes carry several events instead of queueing behind each other.
    /// </summary>
    public TimeSpan WakeCostPerSession { get; init; } = TimeSpan.FromMicroseconds(25);

    /// <summary>The longest that a window collects. 25 ms by default.</summary>
    public TimeSpan MaxWakeDelay { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>Throws when a value makes no sense; the message names the configuration's key.</summary>
    /// <exception cref="ArgumentException">What is wrong and what is allowed.</exception>
    public void Validate()
    {
        var fault = string.IsNullOrWhiteSpace(Node) ? "Sessions:Node must be a name."
            : HeartbeatInterval < TimeSpan.FromSeconds(1) || HeartbeatInterval > LongestHeartbeat ? "Sessions:HeartbeatInterval must be 00:00:01 to 00:00:30: pages take a stream that is silent for 45 seconds for dead, nginx one that is for 60."
            : SlowClientTimeout < TimeSpan.FromSeconds(1) ? "Sessions:SlowClientTimeout must be at least 00:00:01."
            : ExpiryWarning < TimeSpan.Zero ? "Sessions:ExpiryWarning must not be negative."
            : RetryDelay <= TimeSpan.Zero ? "Sessions:RetryDelay must be more than 0."
            : MaxChannelsPerSession is < 1 or > Cursor.MaxChannels ? $"Sessions:MaxChannelsPerSession must be 1 to {Cursor.MaxChannels}."
            : MaxTypesPerSession < 1 ? "Sessions:MaxTypesPerSession must be at least 1."
            : MaxReplay < 0 ? "Sessions:MaxReplay must not be negative."
            : ReplayScanLimit < 1 ? "Sessions:ReplayScanLimit must be at least 1."
            : WindowBytes < 1024 ? "Sessions:WindowBytes must be at least 1024."
            : WindowFrames < 1 ? "Sessions:WindowFrames must be at least 1."
            : AllWindowsBytes < WindowBytes ? "Sessions:AllWindowsBytes must be at least Sessions:WindowBytes."
            : WindowLinger < TimeSpan.Zero ? "Sessions:WindowLinger must not be negative."
            : PageBytes < 1024 ? "Sessions:PageBytes must be at least 1024."
            : PageCacheBytes < PageBytes ? "Sessions:PageCacheBytes must be at least Sessions:PageBytes."
            : ConcurrentReads < 1 ? "Sessions:ConcurrentReads must be at least 1."
            : SliceBytes < 2048 ? "Sessions:SliceBytes must be at least 2048."
            : FrameGrace < TimeSpan.Zero ? "Sessions:FrameGrace must not be negative."
            : MaxSilence < TimeSpan.FromSeconds(1) ? "Sessions:MaxSilence must be at least 00:00:01."
            : WakeCostPerSession < TimeSpan.Zero || MaxWakeDelay < TimeSpan.Zero ? "Sessions:WakeCostPerSession and Sessions:MaxWakeDelay must not be negative."
            : null;
        if (fault is not null)
        {
            throw new ArgumentException(fault);
        }
    }
}
