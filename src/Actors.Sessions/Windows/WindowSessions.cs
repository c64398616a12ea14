using Actors.Sessions.Streams;

namespace Actors.Sessions.Windows;

/// <summary>The sessions of one window, in no order. Only the window's feed touches it.</summary>
internal sealed class WindowSessions
{
    private SessionHandle[] _sessions = [];

    public int Count { get; private set; }

    /// <summary>When they were last woken, and whether the window has moved since: the feed paces the waking of many.</summary>
    public long WokenAt { get; set; }

    public bool IsDue { get; set; }

    /// <summary>When the last session left.</summary>
    public long EmptySince { get; set; }

    public void Add(SessionHandle session)
    {
        if (Count == _sessions.Length)
        {
            Array.Resize(ref _sessions, Math.Max(1, Count * 2));
        }

        _sessions[Count++] = session;
    }

    public bool Remove(SessionHandle session)
    {
        var at = Array.IndexOf(_sessions, session, 0, Count);
        if (at < 0)
        {
            return false;
        }

        _sessions[at] = _sessions[--Count];
        _sessions[Count] = null!;
        if (Count < _sessions.Length / 4)
        {
            Array.Resize(ref _sessions, _sessions.Length / 2);
        }

        return true;
    }

    /// <summary>Tells all of them something.</summary>
    public void Tell(StreamSignal signal)
    {
        for (var i = 0; i < Count; i++)
        {
            _sessions[i].Session.Tell(signal, ActorRefs.NoSender);
        }
    }

    /// <summary>Wakes all of them in one pass: a flag each, and one message to those that sleep.</summary>
    public void Wake()
    {
        for (var i = 0; i < Count; i++)
        {
            _sessions[i].Wake();
        }
    }
}
