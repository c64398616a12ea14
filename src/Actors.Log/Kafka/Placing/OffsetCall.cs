namespace Actors.Log.Kafka.Placing;

/// <summary>Something asked of the group's committed offsets.</summary>
/// <param name="shard">Whose.</param>
/// <param name="commit">The offset to commit; null to read only; <see cref="Prove"/> to learn whether this node may commit.</param>
/// <param name="asked">When it was asked.</param>
internal sealed class OffsetCall(int shard, long? commit, long asked)
{
    /// <summary>Commits nothing new: the answer says whether this node is a member and has the shard.</summary>
    internal const long Prove = 0;

    private readonly TaskCompletionSource<long?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The shard.</summary>
    internal int Shard { get; } = shard;

    /// <summary>What to commit.</summary>
    internal long? Commit { get; } = commit;

    /// <summary>When it was asked, as a timestamp.</summary>
    internal long Asked { get; } = asked;

    /// <summary>The committed offset, after the call; null for none.</summary>
    internal Task<long?> Done => _done.Task;

    /// <summary>It is done.</summary>
    internal void Complete(long? committed) => _done.TrySetResult(committed);

    /// <summary>It is not.</summary>
    internal void Fail(Exception reason)
    {
        if (_done.TrySetException(reason))
        {
            _ = _done.Task.Exception; // who asked may have stopped waiting
        }
    }
}
