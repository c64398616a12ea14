namespace Actors.Log;

/// <summary>Who is told which shards this node shall own. Called by the log, one call at a time.</summary>
public interface IShardHost
{
    /// <summary>The placement gives the shard to this node: claim it. Again for a shard that was lost or revoked before.</summary>
    void Assigned(int shard);

    /// <summary>
    /// The placement will give the shard to another node. The task ends when the other may be told so: a recovery point was made
    /// or, where jobs run, the log says that the other should wait with its claim. The log waits for it before it tells the group,
    /// which places nothing meanwhile, so it must end within seconds. The owner serves on until it reads the other's claim, so
    /// that the shard is never without one; the log itself decides who is valid.
    /// </summary>
    Task RevokedAsync(int shard, CancellationToken ct);

    /// <summary>
    /// The node is no longer a member of the group, or was not heard for too long: another may own the shard already. Nothing
    /// is waited for. The owner serves on until it reads another's claim, or is told that it is assigned again.
    /// </summary>
    void Lost(int shard);
}
