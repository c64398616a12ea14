namespace Actors.Kernel;

/// <summary>A timer of virtual time. What is queued under another number than <see cref="Armed"/> was cancelled or set anew.</summary>
internal sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
{
    private bool _disposed;

    internal TimeSpan Period { get; set; }

    internal long Armed { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_disposed)
            return false;
        time.Start(this, dueTime, period);
        return true;
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        time.Start(this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _disposed = true;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal void Call() => callback(state);
}
