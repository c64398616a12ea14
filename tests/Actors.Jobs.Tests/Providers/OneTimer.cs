namespace Actors.Jobs.Tests.Providers;

/// <summary>A clock in milliseconds, and the only timer made with it: both do what the test says, on its thread.</summary>
internal sealed class OneTimer : TimeProvider, ITimer
{
    private TimerCallback _callback = _ => { };
    private object? _state;
    private long? _due;

    public override long TimestampFrequency => 1000;

    /// <summary>The time; it may be set back, to what somebody saw who was held up since.</summary>
    internal long Now { get; set; }

    public override long GetTimestamp() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        (_callback, _state) = (callback, state);
        return this;
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _due = dueTime == Timeout.InfiniteTimeSpan ? null : Now + (long)dueTime.TotalMilliseconds;
        return true;
    }

    public void Dispose()
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Calls back, as a timer does that was set again while a call was on its way.</summary>
    internal void Fire() => _callback(_state);

    /// <summary>Calls back if the timer is set and its time has come.</summary>
    internal void FireIfDue()
    {
        if (_due <= Now)
        {
            _due = null;
            Fire();
        }
    }
}
