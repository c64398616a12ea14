namespace Actors.Log;

/// <summary>Who is told which shards this node shall own. Called by the log, one call at a time.</summary>
public interface IShardHost
{
    /// <summary>The placement gives the shard to this node: claim it.</summary>
    void Assigned(int shard);

    /// <summary>
    /// The placement takes the shard away. The task ends when the owner has stopped writing to it; the log waits for it
    /// before it tells the group.
    /// </summary>
    Task RevokedAsync(int shard, CancellationToken ct);
}
