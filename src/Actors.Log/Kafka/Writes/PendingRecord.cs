namespace Actors.Log.Kafka.Writes;

/// <summary>
/// A record that was taken and not yet acknowledged: either of a group (an owner's) or with a task of its own that gives its
/// offset (a command, a claim).
/// </summary>
/// <param name="Shard">Where it goes.</param>
/// <param name="Record">What goes there.</param>
/// <param name="Bytes">What it takes of the limit.</param>
/// <param name="Since">When it was taken, as <see cref="TimeProvider.GetTimestamp"/> tells.</param>
/// <param name="Group">Its group; null where it has a task of its own.</param>
/// <param name="Alone">Its own task; null where it has a group. Its continuations never run on the thread that reports.</param>
internal readonly record struct PendingRecord(
    int Shard, LogRecord Record, int Bytes, long Since, AppendGroup? Group, TaskCompletionSource<long>? Alone)
{
    /// <summary>It is durable.</summary>
    internal void Acknowledge(long offset)
    {
        Group?.Acknowledged();
        if (offset >= 0)
        {
            Alone?.TrySetResult(offset);
        }
        else if (Alone is not null)
        {
            // The answer to the first attempt was lost and the broker has forgotten which one it was.
            Fail(new LogUnavailableException("Kafka has the record, but did not say at which offset."));
        }
    }

    /// <summary>It is in doubt.</summary>
    internal void Fail(Exception reason)
    {
        Group?.Fail(reason);
        if (Alone?.TrySetException(reason) == true)
        {
            _ = Alone.Task.Exception; // a submit whose time was over does not look again
        }
    }
}
