namespace Actors.Kernel;

/// <summary>Runs actions later, outside of actors.</summary>
public interface IActionScheduler
{
    /// <summary>Runs <paramref name="action"/> once, after <paramref name="delay"/>.</summary>
    void ScheduleOnce(TimeSpan delay, Action action);

    /// <summary>Runs <paramref name="action"/> once, after <paramref name="delay"/>, unless cancelled.</summary>
    void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable);

    /// <summary>Runs <paramref name="action"/> after <paramref name="initialDelay"/> and then each <paramref name="interval"/>.</summary>
    void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action);

    /// <summary>Runs <paramref name="action"/> after <paramref name="initialDelay"/> and then each <paramref name="interval"/>, until cancelled.</summary>
    void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable);
}
