namespace Actors.Kernel;

/// <summary>An actor with timers. They end when it stops or restarts.</summary>
public interface IWithTimers
{
    /// <summary>The timers; set after the constructor, new after each restart.</summary>
    ITimerScheduler Timers { get; set; }
}
