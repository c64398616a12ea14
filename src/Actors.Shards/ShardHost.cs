using Actors.Log;

namespace Actors.Shards;

/// <summary>Passes what the log says of this node's shards to <see cref="ShardsActor"/>.</summary>
public sealed class ShardHost(IActorRef shards) : IShardHost
{
    /// <inheritdoc/>
    public void Assigned(int shard) => shards.Tell(new AssignShard(shard), ActorRefs.NoSender);

    /// <inheritdoc/>
    public Task RevokedAsync(int shard, CancellationToken ct) =>
        shards.Ask<ShardReleased>(new RevokeShard(shard), Timeout.InfiniteTimeSpan, ct);

    /// <inheritdoc/>
    public void Lost(int shard) => shards.Tell(new LoseShard(shard), ActorRefs.NoSender);
}
