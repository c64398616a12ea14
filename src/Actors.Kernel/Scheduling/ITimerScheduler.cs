namespace Actors.Kernel;

/// <summary>An actor's timers, by key. A tick of a timer that was cancelled or started anew is not delivered, even if it was in the mailbox already.</summary>
public interface ITimerScheduler
{
    /// <summary>The keys of the timers that are running.</summary>
    IReadOnlyCollection<object> ActiveTimers { get; }

    /// <summary>Whether a timer of that key is running.</summary>
    bool IsTimerActive(object key);

    /// <summary>Tells the actor <paramref name="msg"/> each <paramref name="interval"/>, first after one interval. Replaces a timer of the same key.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan interval);

    /// <summary>Tells the actor <paramref name="msg"/> after <paramref name="initialDelay"/> and then each <paramref name="interval"/>.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval);

    /// <summary>Tells the actor <paramref name="msg"/> once, after <paramref name="timeout"/>. Replaces a timer of the same key.</summary>
    void StartSingleTimer(object key, object msg, TimeSpan timeout);

    /// <summary>Ends a timer, if there is one.</summary>
    void Cancel(object key);

    /// <summary>Ends all timers.</summary>
    void CancelAll();
}
