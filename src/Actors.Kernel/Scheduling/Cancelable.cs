namespace Actors.Kernel;

/// <summary>Calls off what was scheduled with it.</summary>
public sealed class Cancelable : ICancelable
{
    private ITimer? _timer;
    private volatile bool _cancelled;

    /// <summary>For things that <paramref name="scheduler"/> will do.</summary>
    public Cancelable(IScheduler scheduler) => ArgumentNullException.ThrowIfNull(scheduler);

    internal Cancelable()
    {
    }

    /// <inheritdoc/>
    public bool IsCancellationRequested => _cancelled;

    /// <inheritdoc/>
    public void Cancel()
    {
        _cancelled = true;
        Interlocked.Exchange(ref _timer, null)?.Dispose();
    }

    /// <summary>Lets go of the timer at once when called off, instead of when it is due.</summary>
    internal void Bind(ITimer timer)
    {
        Volatile.Write(ref _timer, timer);
        if (_cancelled)
            Cancel();
    }
}
