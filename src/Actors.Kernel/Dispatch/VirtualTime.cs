namespace Actors.Kernel;

/// <summary>A clock that stands still until it is moved, with timers that fire when it is moved past them, in the order of their times and then of their making.</summary>
internal sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<VirtualTimer, (DateTimeOffset Due, long Number)> _timers = new();
    private DateTimeOffset _now = start;
    private long _numbers;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    internal DateTimeOffset? NextDue
    {
        get
        {
            lock (_gate)
            {
                SkipCancelled();
                return _timers.TryPeek(out _, out var at) ? at.Due : null;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    internal void MoveTo(DateTimeOffset when)
    {
        lock (_gate)
            _now = when > _now ? when : _now;
    }

    /// <summary>Moves to the next timer's time and calls it.</summary>
    internal void FireNext()
    {
        VirtualTimer timer;
        lock (_gate)
        {
            SkipCancelled();
            if (!_timers.TryDequeue(out timer!, out var at))
                return;
            _now = at.Due > _now ? at.Due : _now;
            if (timer.Period > TimeSpan.Zero)
                Enqueue(timer, _now + timer.Period);
        }

        timer.Call();
    }

    internal void Start(VirtualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            timer.Period = period;
            timer.Armed = 0;
            if (dueTime >= TimeSpan.Zero)
                Enqueue(timer, _now + dueTime);
        }
    }

    private void Enqueue(VirtualTimer timer, DateTimeOffset due)
    {
        timer.Armed = ++_numbers;
        _timers.Enqueue(timer, (due, _numbers));
    }

    private void SkipCancelled()
    {
        while (_timers.TryPeek(out var timer, out var at) && timer.Armed != at.Number)
            _timers.Dequeue();
    }
}
