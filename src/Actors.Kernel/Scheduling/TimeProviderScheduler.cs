namespace Actors.Kernel;

/// <summary>
/// A scheduler on a <see cref="TimeProvider"/>: one timer for each thing planned. What repeats and nobody else can call off ends
/// with the scheduler.
/// </summary>
internal sealed class TimeProviderScheduler(TimeProvider time, ILoggingAdapter log) : IScheduler, IAdvancedScheduler, IDisposable
{
    private readonly long _begin = time.GetTimestamp();
    private readonly Lock _gate = new();
    private readonly List<Cancelable> _endless = [];
    private bool _ended;

    public IAdvancedScheduler Advanced => this;

    public DateTimeOffset Now => time.GetUtcNow();

    public TimeSpan MonotonicClock => time.GetElapsedTime(_begin);

    public TimeSpan HighResMonotonicClock => MonotonicClock;

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellOnce(delay, receiver, message, sender, null);

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Plan(new PlannedTell(receiver, message, sender, cancelable), delay, Timeout.InfiniteTimeSpan);

    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, null);

    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Plan(new PlannedTell(receiver, message, sender, cancelable ?? Endless()), initialDelay, CheckInterval(interval));

    public void ScheduleOnce(TimeSpan delay, Action action) => ScheduleOnce(delay, action, null);

    public void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Plan(new PlannedAction(action, log, cancelable), delay, Timeout.InfiniteTimeSpan);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action) =>
        ScheduleRepeatedly(initialDelay, interval, action, null);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Plan(new PlannedAction(action, log, cancelable ?? Endless()), initialDelay, CheckInterval(interval));

    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            foreach (var cancelable in _endless)
                cancelable.Cancel();
            _endless.Clear();
        }
    }

    private static TimeSpan CheckInterval(TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        return interval;
    }

    private Cancelable Endless()
    {
        var cancelable = new Cancelable();
        lock (_gate)
        {
            if (_ended)
                cancelable.Cancel();
            else
                _endless.Add(cancelable);
        }

        return cancelable;
    }

    private void Plan(Planned planned, TimeSpan delay, TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        if (planned.IsCancelled)
            return;

        // What is planned must not carry the caller's ambient state, its current activity for instance, along.
        using var flow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        planned.Bind(time.CreateTimer(static state => ((Planned)state!).Due(), planned, delay, interval));
    }
}
