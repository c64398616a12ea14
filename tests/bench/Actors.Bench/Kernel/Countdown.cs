namespace Actors.Bench.Kernel;

/// <summary>Counts signals from any thread and completes a task at the last one; can be set again.</summary>
internal sealed class Countdown
{
    private TaskCompletionSource _done = new();
    private int _left;

    /// <summary>Begins to wait for so many signals.</summary>
    public Task Set(int count)
    {
        _done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _left, count);
        return _done.Task;
    }

    /// <summary>Counts one.</summary>
    public void Signal()
    {
        if (Interlocked.Decrement(ref _left) == 0) _done.SetResult();
    }
}
