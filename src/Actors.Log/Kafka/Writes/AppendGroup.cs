namespace Actors.Log.Kafka.Writes;

/// <summary>
/// Records of one shard that are sent in one burst, so they share a task. It ends
/// when all of them are acknowledged and fails when the first of them is in doubt. Guarded by the producer's lock; the
/// tasks' continuations never run under it or on the client's thread.
/// </summary>
internal sealed class AppendGroup
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _outstanding;

    /// <summary>Whether it takes no more records: some report has come.</summary>
    internal bool Sealed { get; private set; }

    /// <summary>Takes a record in.</summary>
    internal Task Add()
    {
        _outstanding++;
        return _done.Task;
    }

    /// <summary>One of its records is durable.</summary>
    internal void Acknowledged()
    {
        Sealed = true;
        if (--_outstanding == 0)
        {
            _done.TrySetResult();
        }
    }

    /// <summary>One of its records is in doubt.</summary>
    internal void Fail(Exception reason)
    {
        Sealed = true;
        _outstanding--;
        if (_done.TrySetException(reason))
        {
            _ = _done.Task.Exception; // seen here, so that an append that nobody waits for is not reported as unobserved
        }
    }
}
