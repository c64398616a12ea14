namespace Actors.Kernel;

/// <summary>Something that a scheduler will do.</summary>
internal abstract class Planned(ICancelable? cancelable)
{
    private ITimer? _timer;

    internal bool IsCancelled => cancelable is { IsCancellationRequested: true };

    internal void Bind(ITimer timer)
    {
        _timer = timer;
        (cancelable as Cancelable)?.Bind(timer);
    }

    internal void Due()
    {
        if (IsCancelled)
            _timer?.Dispose();
        else
            Do();
    }

    private protected abstract void Do();
}
