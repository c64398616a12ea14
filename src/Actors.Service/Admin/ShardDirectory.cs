using Actors.Live;
using Actors.Log;
using Actors.Service.Node;
using Actors.Shards;

namespace Actors.Service.Admin;

/// <summary>Says who owns which shard: this node's own by their owners, those of others by the digests that they send when asked.</summary>
internal sealed class ShardDirectory(NodeService node, NodeOptions options, IDurableLog log, ILiveBus bus, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The actor of the shards gives each owner a second.</summary>
    private static readonly TimeSpan OwnersPatience = TimeSpan.FromSeconds(4);

    private readonly DigestBoard _board = new(log.ShardCount, bus, time);

    /// <summary>Every shard of the cluster.</summary>
    /// <exception cref="LogUnavailableException">The log does not say where it ends.</exception>
    /// <exception cref="AskTimeoutException">The node has more to do than it can.</exception>
    public async Task<AdminShards> ListAsync(CancellationToken ct)
    {
        var ends = EndsAsync(ct);
        var report = await node.Shards.Ask<ShardsReport>(new GetShards(), OwnersPatience, ct);
        var own = report.Shards.ToDictionary(status => status.Shard);
        int[] others = [.. Enumerable.Range(0, log.ShardCount).Where(shard => !own.ContainsKey(shard))];
        var digests = others.Length > 0 && bus.IsUp ? await _board.AskAsync(others, Patience, ct) : new Dictionary<int, Digest?>();
        var bounds = await ends;
        return new AdminShards(options.Name, [.. Enumerable.Range(0, log.ShardCount).Select(shard => own.TryGetValue(shard, out var status)
            ? AdminShard.From(status, options.Name, bounds[shard])
            : AdminShard.From(shard, digests.GetValueOrDefault(shard), bounds[shard]))]);
    }

    /// <inheritdoc/>
    public void Dispose() => _board.Dispose();

    private Task<ShardBounds[]> EndsAsync(CancellationToken ct) =>
        Task.WhenAll(Enumerable.Range(0, log.ShardCount).Select(shard => log.BoundsAsync(shard, ct).AsTask()));
}
