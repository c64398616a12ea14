namespace Actors.Log.Kafka.Reads;

/// <summary>One read for a reader of the pool: a page, or the records at given offsets.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="From">Where the page begins, or the first of the offsets.</param>
/// <param name="End">Where the shard ends at least: nothing behind it is waited for.</param>
/// <param name="MaxBytes">How many bytes of values the page has, about.</param>
/// <param name="Offsets">The rising offsets that are wanted; null for a page.</param>
/// <param name="Deadline">When it is given up, as the clock's timestamp.</param>
/// <param name="Ct">Nobody waits any more.</param>
internal sealed record PageJob(int Shard, long From, long End, int MaxBytes, ArraySegment<long>? Offsets, long Deadline, CancellationToken Ct)
{
    private readonly TaskCompletionSource<LogBatch?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was read; null when the broker says that the offset is out of its range.</summary>
    internal Task<LogBatch?> Done => _done.Task;

    /// <summary>Ends it.</summary>
    internal void Complete(LogBatch? batch) => _done.TrySetResult(batch);

    /// <summary>Ends it with an error.</summary>
    internal void Fail(Exception cause) => _done.TrySetException(cause);
}
