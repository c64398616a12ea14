namespace Actors.Kernel;

/// <summary>Scheduling with a fresh <see cref="ICancelable"/>.</summary>
public static class SchedulerExtensions
{
    /// <summary>Tells <paramref name="message"/> once, after <paramref name="delay"/>, unless the result is cancelled.</summary>
    public static ICancelable ScheduleTellOnceCancelable(this IScheduler scheduler, TimeSpan delay, ICanTell receiver, object message, IActorRef? sender)
    {
        var cancelable = new Cancelable();
        scheduler.ScheduleTellOnce(delay, receiver, message, sender, cancelable);
        return cancelable;
    }

    /// <summary>Tells <paramref name="message"/> after <paramref name="initialDelay"/> and then each <paramref name="interval"/>, until the result is cancelled.</summary>
    public static ICancelable ScheduleTellRepeatedlyCancelable(this IScheduler scheduler, TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender)
    {
        var cancelable = new Cancelable();
        scheduler.ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, cancelable);
        return cancelable;
    }
}
