namespace Actors.Kernel;

/// <summary>The timers of one instance of an actor.</summary>
internal sealed class TimerScheduler(ActorCell cell) : ITimerScheduler
{
    private Dictionary<object, TimerMessage>? _timers;

    public IReadOnlyCollection<object> ActiveTimers => _timers is null ? [] : _timers.Keys;

    public bool IsTimerActive(object key) => _timers is not null && _timers.ContainsKey(key);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) => StartPeriodicTimer(key, msg, interval, interval);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval)
    {
        var tick = Replace(key, msg, repeats: true);
        tick.Pending = cell.SystemImpl.Scheduler.ScheduleTellRepeatedlyCancelable(initialDelay, interval, cell.Self, tick, ActorRefs.NoSender);
    }

    public void StartSingleTimer(object key, object msg, TimeSpan timeout)
    {
        var tick = Replace(key, msg, repeats: false);
        tick.Pending = cell.SystemImpl.Scheduler.ScheduleTellOnceCancelable(timeout, cell.Self, tick, ActorRefs.NoSender);
    }

    public void Cancel(object key)
    {
        if (_timers is not null && _timers.Remove(key, out var tick))
            tick.Pending?.Cancel();
    }

    public void CancelAll()
    {
        if (_timers is null)
            return;
        foreach (var tick in _timers.Values)
            tick.Pending?.Cancel();
        _timers = null;
    }

    /// <summary>Whether <paramref name="tick"/> belongs to a timer that is still running.</summary>
    internal bool Accept(TimerMessage tick)
    {
        if (_timers is null || !_timers.TryGetValue(tick.Key, out var running) || !ReferenceEquals(running, tick))
            return false;
        if (!tick.Repeats)
            _timers.Remove(tick.Key);
        return true;
    }

    private TimerMessage Replace(object key, object msg, bool repeats)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(msg);
        Cancel(key);
        var tick = msg is INotInfluenceReceiveTimeout
            ? new QuietTimerMessage(key, msg, repeats, this)
            : new TimerMessage(key, msg, repeats, this);
        (_timers ??= [])[key] = tick;
        return tick;
    }
}
