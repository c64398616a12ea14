using Actors.Sessions.Windows;

namespace Actors.Sessions.Feeds;

/// <summary>
/// When the sessions of a window are woken: at once where there are few; where there are many, no sooner after the last time
/// than their writes take, so that a burst of events shares one write for each session. Used by one feed.
/// </summary>
internal sealed class WakePacer(SessionOptions options, TimeProvider time)
{
    /// <summary>A timer is no finer than this: what is shorter is not waited for.</summary>
    private static readonly TimeSpan Finest = TimeSpan.FromMilliseconds(1);

    private readonly List<WindowSessions> _due = [];

    public bool HasDue => _due.Count > 0;

    /// <summary>A window has moved.</summary>
    public void Moved(WindowSessions sessions)
    {
        if (sessions.IsDue || sessions.Count == 0)
        {
            return;
        }

        if (Left(sessions) == TimeSpan.Zero)
        {
            Wake(sessions);
            return;
        }

        sessions.IsDue = true;
        _due.Add(sessions);
    }

    /// <summary>Wakes those whose time has come and returns when the next ones' will; null when none waits.</summary>
    public TimeSpan? WakeDue()
    {
        TimeSpan? next = null;
        for (var i = _due.Count - 1; i >= 0; i--)
        {
            var left = Left(_due[i]);
            if (left > TimeSpan.Zero)
            {
                next = next < left ? next : left;
                continue;
            }

            _due[i].IsDue = false;
            Wake(_due[i]);
            _due.RemoveAt(i);
        }

        return next;
    }

    private void Wake(WindowSessions sessions)
    {
        sessions.WokenAt = time.GetTimestamp();
        sessions.Wake();
    }

    private TimeSpan Left(WindowSessions sessions)
    {
        var gap = options.WakeCostPerSession * sessions.Count;
        gap = gap < options.MaxWakeDelay ? gap : options.MaxWakeDelay;
        var left = gap < Finest ? TimeSpan.Zero : gap - time.GetElapsedTime(sessions.WokenAt);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
