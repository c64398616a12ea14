namespace Actors.Log.Sqlite;

/// <summary>
/// Says when the write-ahead log is due for a checkpoint, from the pages that the writer has written. Pure; the writer's alone.
/// </summary>
internal sealed class WalGauge
{
    /// <summary>16 MiB of pages: at ten thousand records a second a checkpoint about once a second, each of some ten milliseconds beside the writer.</summary>
    internal const int DuePages = 4096;

    private long _pages;
    private long _nextAt = DuePages;
    private bool _running;

    /// <summary>The writer has written so many pages more. True when a checkpoint should begin now.</summary>
    internal bool IsDue(int pagesWritten)
    {
        _pages += pagesWritten;
        if (_running || _pages < _nextAt)
        {
            return false;
        }

        return _running = true;
    }

    /// <summary>
    /// A checkpoint has ended, and the writer has written so many pages more; the write-ahead log begins anew, or is as long as
    /// before because a reader was in the way.
    /// </summary>
    internal void Ended(int pagesWritten, bool empty)
    {
        _running = false;
        if (empty)
        {
            (_pages, _nextAt) = (0, DuePages);
        }
        else
        {
            _pages += pagesWritten;
            _nextAt = _pages + (DuePages / 4);
        }
    }
}
