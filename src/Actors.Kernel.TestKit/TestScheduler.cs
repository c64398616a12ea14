namespace Actors.Kernel.TestKit;

/// <summary>A scheduler whose time moves only when the test says so. Configured by <c>akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"</c>; cast <see cref="ActorSystem.Scheduler"/> to it.</summary>
public sealed class TestScheduler : IScheduler, IAdvancedScheduler
{
    private readonly VirtualTime _time = new(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly TimeProviderScheduler _scheduler;

    /// <summary>Called by the system.</summary>
    public TestScheduler(Config schedulerConfig, ILoggingAdapter log)
    {
        ArgumentNullException.ThrowIfNull(schedulerConfig);
        _scheduler = new TimeProviderScheduler(_time, log);
    }

    /// <inheritdoc/>
    public IAdvancedScheduler Advanced => this;

    /// <inheritdoc/>
    public DateTimeOffset Now => _scheduler.Now;

    /// <inheritdoc/>
    public TimeSpan MonotonicClock => _scheduler.MonotonicClock;

    /// <inheritdoc/>
    public TimeSpan HighResMonotonicClock => _scheduler.HighResMonotonicClock;

    /// <summary>Moves the time by <paramref name="offset"/> and does what became due, in its order.</summary>
    public void Advance(TimeSpan offset) => AdvanceTo(Now + offset);

    /// <summary>Moves the time to <paramref name="when"/> and does what became due, in its order.</summary>
    /// <exception cref="InvalidOperationException">That time is past.</exception>
    public void AdvanceTo(DateTimeOffset when)
    {
        if (when < Now)
            throw new InvalidOperationException("You can't reverse time...");
        while (_time.NextDue is { } due && due <= when)
            _time.FireNext();
        _time.MoveTo(when);
    }

    /// <inheritdoc/>
    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender) =>
        _scheduler.ScheduleTellOnce(delay, receiver, message, sender);

    /// <inheritdoc/>
    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        _scheduler.ScheduleTellOnce(delay, receiver, message, sender, cancelable);

    /// <inheritdoc/>
    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender) =>
        _scheduler.ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender);

    /// <inheritdoc/>
    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        _scheduler.ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, cancelable);

    /// <inheritdoc/>
    public void ScheduleOnce(TimeSpan delay, Action action) => _scheduler.ScheduleOnce(delay, action);

    /// <inheritdoc/>
    public void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) => _scheduler.ScheduleOnce(delay, action, cancelable);

    /// <inheritdoc/>
    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action) =>
        _scheduler.ScheduleRepeatedly(initialDelay, interval, action);

    /// <inheritdoc/>
    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        _scheduler.ScheduleRepeatedly(initialDelay, interval, action, cancelable);
}
