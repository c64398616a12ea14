namespace Actors.Sessions.Streams;

/// <summary>
/// What others hold of a session: its feed to wake it, the sweep to tell it the time. One small object instead of a timer, a
/// closure and a list entry for each. Thread-safe.
/// </summary>
internal sealed class SessionHandle(IActorRef session)
{
    private int _woken;
    private long _stalledAt;
    private long _deadline;

    public IActorRef Session => session;

    /// <summary>The session's place in the sweep's list; only the sweep touches it.</summary>
    public int Index { get; set; }

    /// <summary>When the next heartbeat is due, in milliseconds of the node's clock; only the sweep touches it.</summary>
    public long BeatAt { get; set; }

    /// <summary>When the present flush began to wait for the client; 0 while none does.</summary>
    public long StalledAt
    {
        get => Volatile.Read(ref _stalledAt);
        set => Volatile.Write(ref _stalledAt, value);
    }

    /// <summary>When the session wants to be told <see cref="StreamSignal.Deadline"/>; 0 for never.</summary>
    public long Deadline
    {
        get => Volatile.Read(ref _deadline);
        set => Volatile.Write(ref _deadline, value);
    }

    /// <summary>Tells the session that a window moved, unless it has been told and has not looked yet. So a mailbox holds one such message.</summary>
    public void Wake()
    {
        if (Volatile.Read(ref _woken) == 0 && Interlocked.Exchange(ref _woken, 1) == 0)
        {
            session.Tell(StreamSignal.Wake, ActorRefs.NoSender);
        }
    }

    /// <summary>The session is about to look: what moves from here on wakes it again.</summary>
    public void Look() => Interlocked.Exchange(ref _woken, 0);
}
