using Actors.Log;
using Actors.Log.Claims;

namespace Actors.Sessions.Feeds;

/// <summary>What a feed reads from the log.</summary>
internal static class FeedLog
{
    /// <summary>How much a scan reads at a time: half of a shard's second at full load.</summary>
    public const int ScanBytes = 256 * 1024;

    /// <summary>Where a feed begins: the last recovery point, or the log's start where there is none; and the log's first offset.</summary>
    public static async Task<PointRead> ReadPointAsync(IDurableLog log, int shard, CancellationToken ct)
    {
        var point = RecoveryPoint.Beginning(log.LogId);
        if (await log.ReadPointAsync(shard, ct) is { } offset)
        {
            var batch = await log.ReadAsync(shard, offset, 1, ct);
            if (batch.Entries.Length > 0 && batch.Entries.Span[0] is { Record.Kind: RecordKind.Point } entry)
            {
                point = RecoveryPointCodec.Read(entry.Record.Value.Span, out _);
            }
        }

        // Retention keeps what lies behind a point; without one it may have removed the log's start.
        var bounds = await log.BoundsAsync(shard, ct);
        return new PointRead(point with { At = Math.Max(point.At, bounds.First - 1), LogId = log.LogId }, bounds.First);
    }
}
