namespace Actors.Kernel;

internal sealed partial class ActorCell
{
    private RestartWindow? _restarts;

    /// <summary>Asked by the supervisor, on its own thread only.</summary>
    internal bool MayRestart(int maxNrOfRetries, int withinMilliseconds) => maxNrOfRetries < 0 && withinMilliseconds <= 0
        || (_restarts ??= new RestartWindow()).Allows(maxNrOfRetries, withinMilliseconds, SystemImpl.Scheduler.MonotonicClock);
}
