namespace Actors.Kernel;

/// <summary>Counts the restarts of one actor within a window of time. The window begins with a restart; one that comes after its end begins the next.</summary>
internal sealed class RestartWindow
{
    private int _restarts;
    private TimeSpan _begin;
    private bool _open;

    internal bool Allows(int maxNrOfRetries, int withinMilliseconds, TimeSpan now)
    {
        if (maxNrOfRetries == 0)
            return false;
        if (withinMilliseconds <= 0)
            return maxNrOfRetries < 0 || ++_restarts <= maxNrOfRetries;

        // A window without a number of its own allows one restart in it.
        var most = maxNrOfRetries < 0 ? 1 : maxNrOfRetries;
        if (!_open || (now - _begin).TotalMilliseconds > withinMilliseconds)
        {
            (_restarts, _begin, _open) = (1, now, true);
            return true;
        }

        return ++_restarts <= most;
    }
}
