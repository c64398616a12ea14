using Actors.Log;
using Actors.Service.Configuration;
using Actors.Service.Metrics;
using Actors.Service.Node;
using Actors.Sessions;
using Actors.Shards;

namespace Actors.Service.Health;

/// <summary>Looks at the node as a whole, from its start on. Thread-safe.</summary>
internal sealed class NodeHealth(NodeService node, NodeStores stores, ServiceSettings settings, MetricStore metrics, TimeProvider time)
{
    private const string Published = "actors.shards.committed";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PlacementPatience = TimeSpan.FromSeconds(15);

    private readonly long _started = time.GetTimestamp();
    private volatile bool _hasServed;

    /// <summary>
    /// True from the moment that every shard of this node is served until the node is told to stop. A shard that is claimed anew
    /// in between makes the node degraded, not unready: its streams go on, and other nodes would be no better.
    /// </summary>
    public async Task<bool> IsReadyAsync()
    {
        if (!_hasServed && node.Stage == NodeStage.Running)
        {
            var report = await AskAsync();
            _hasServed = IsPlaced(report) && report.Shards.Count(s => s.IsServed) == report.Assigned;
        }

        return _hasServed && node.Stage == NodeStage.Running;
    }

    private bool IsBusUp => node.HasBegun && stores.Bus.IsUp;

    /// <summary>Everything there is to say.</summary>
    public async Task<HealthReport> ReportAsync()
    {
        var isReady = await IsReadyAsync();
        var report = await AskAsync();
        var counters = node.HasBegun ? node.Sessions.Counters : new SessionCounters();
        var isLogUp = await IsLogUpAsync(CancellationToken.None);
        var isHistoryUp = node.HasBegun && stores.IsHistoryUp;
        var isWhole = isLogUp && isHistoryUp && (IsBusUp || settings.Stores.Live == LiveKind.Log)
            && report.Shards.Count(s => s.IsServed) == report.Assigned;
        return new HealthReport
        {
            Status = !isReady ? "unready" : isWhole ? "healthy" : "degraded",
            Node = settings.Node.Name,
            Stage = node.Stage.ToString(),
            UptimeSeconds = (long)time.GetElapsedTime(_started).TotalSeconds,
            Log = isLogUp ? "up" : "down",
            History = isHistoryUp ? "up" : "down",
            Live = IsBusUp ? "up" : settings.Stores.Live == LiveKind.Log ? "log" : "down",
            Counters = new HealthCounters(
                (long)metrics.Sum(Published), counters.Delivered, counters.Sessions, counters.Windows, counters.Replays, counters.Scans, counters.Resets),
            Shards = [.. report.Shards.Select(ShardHealth.From)],
        };
    }

    // A cluster may have more nodes than shards: one that is given none in so long serves streams and takes requests as any other.
    private bool IsPlaced(ShardsReport report) =>
        report.Assigned > 0 || (settings.Stores.Log == LogKind.Kafka && node.PlacedFor > PlacementPatience);

    /// <summary>True when the log is open and says where it ends; false also when it takes seconds to.</summary>
    public async Task<bool> IsLogUpAsync(CancellationToken ct)
    {
        try
        {
            return node.HasBegun && (await stores.Log.BoundsAsync(0, ct).AsTask().WaitAsync(Patience, time, ct)).Next >= 0;
        }
        catch (Exception e) when (e is LogUnavailableException or TimeoutException or ObjectDisposedException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return false;
        }
    }

    private async Task<ShardsReport> AskAsync()
    {
        if (!node.HasBegun)
        {
            return new ShardsReport([], 0);
        }

        try
        {
            return await node.Shards.Ask<ShardsReport>(new GetShards(), Patience);
        }
        catch (AskTimeoutException)
        {
            return new ShardsReport([], 0);
        }
    }
}
