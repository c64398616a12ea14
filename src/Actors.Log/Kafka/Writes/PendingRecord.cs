namespace Actors.Log.Kafka.Writes;

/// <summary>
/// A record that was taken and not yet acknowledged: either of a group (an owner's) or with a task of its own (a command, a
/// claim), which gives its offset. Guarded by the producer's lock.
/// </summary>
internal sealed class PendingRecord(int shard, LogRecord record, int bytes, AppendGroup? group)
{
    private readonly TaskCompletionSource<long>? _offset =
        group is null ? new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously) : null;

    /// <summary>Where it goes.</summary>
    internal int Shard { get; } = shard;

    /// <summary>What goes there.</summary>
    internal LogRecord Record { get; } = record;

    /// <summary>What it takes of the limit.</summary>
    internal int Bytes { get; } = bytes;

    /// <summary>The offset that the log gives it, where it has no group.</summary>
    internal Task<long> Offset => _offset!.Task;

    /// <summary>Its place among the records that the client has.</summary>
    internal LinkedListNode<PendingRecord>? Sent { get; set; }

    /// <summary>It is durable.</summary>
    internal void Acknowledged(long offset)
    {
        group?.Acknowledged();
        _offset?.TrySetResult(offset);
    }

    /// <summary>It is in doubt.</summary>
    internal void Fail(Exception reason)
    {
        group?.Fail(reason);
        if (_offset?.TrySetException(reason) == true)
        {
            _ = _offset.Task.Exception; // a submit whose time was over does not look again
        }
    }
}
