namespace Actors.Log.Sqlite;

/// <summary>
/// Says when the write-ahead log is due for a checkpoint, from the pages that the writer has written. Pure; the writer's alone.
/// </summary>
internal sealed class WalGauge
{
    /// <summary>16 MiB of pages: at ten thousand records a second a checkpoint about once a second, each of some ten milliseconds beside the writer.</summary>
    internal const long DuePages = 4096;

    private long _emptyAt;
    private long _nextAt = DuePages;
    private bool _running;

    /// <summary>The writer has written so many pages in all. True when a checkpoint should begin now.</summary>
    internal bool IsDue(long pagesWritten)
    {
        if (_running || pagesWritten - _emptyAt < _nextAt)
        {
            return false;
        }

        return _running = true;
    }

    /// <summary>A checkpoint has ended; the write-ahead log begins anew, or is as long as before because a reader was in the way.</summary>
    internal void Ended(long pagesWritten, bool empty)
    {
        _running = false;
        if (empty)
        {
            (_emptyAt, _nextAt) = (pagesWritten, DuePages);
        }
        else
        {
            _nextAt = pagesWritten - _emptyAt + (DuePages / 4);
        }
    }
}
