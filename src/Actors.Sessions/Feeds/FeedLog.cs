using Actors.Log;
using Actors.Log.Claims;

namespace Actors.Sessions.Feeds;

/// <summary>What a feed reads from the log.</summary>
internal static class FeedLog
{
    /// <summary>How much a scan reads at a time: half of a shard's second at full load.</summary>
    public const int ScanBytes = 256 * 1024;

    /// <summary>Where a feed begins: at the last recovery point, or where the log does when there is none; and the log's first offset.</summary>
    public static async Task<PointRead> ReadPointAsync(IDurableLog log, int shard, CancellationToken ct)
    {
        var start = await RecoveryStart.FindAsync(log, shard, ct);
        return new PointRead(start.Point with { LogId = log.LogId }, start.Bounds.First, start.Removed);
    }
}
