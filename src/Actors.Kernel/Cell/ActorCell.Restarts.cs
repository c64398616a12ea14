namespace Actors.Kernel;

internal sealed partial class ActorCell
{
    /// <summary>Asked by the supervisor, on its own thread only.</summary>
    internal bool MayRestart(int maxNrOfRetries, int withinMilliseconds) => maxNrOfRetries < 0 && withinMilliseconds <= 0
        || (OwnFaults.Restarts ??= new RestartWindow()).Allows(maxNrOfRetries, withinMilliseconds, SystemImpl.Scheduler.MonotonicClock);
}
