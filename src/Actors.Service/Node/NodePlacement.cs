using Actors.History;
using Actors.Log;

namespace Actors.Service.Node;

/// <summary>Tells both who follow the placement of shards: their owners, and the history, which is written where a shard is owned.</summary>
internal sealed class NodePlacement(IShardHost owners, IHistory history) : IShardHost
{
    /// <inheritdoc/>
    public void Assigned(int shard)
    {
        history.Assigned(shard);
        owners.Assigned(shard);
    }

    /// <inheritdoc/>
    public async Task RevokedAsync(int shard, CancellationToken ct)
    {
        // The last point and what ran until then are this node's to write down, as far as it comes.
        await owners.RevokedAsync(shard, ct);
        history.Released(shard);
    }

    /// <inheritdoc/>
    public void Lost(int shard)
    {
        history.Released(shard);
        owners.Lost(shard);
    }
}
