using System.Diagnostics;

namespace Actors.Bench.Load;

/// <summary>What looks at each event, and what it found. Called by the one reading thread.</summary>
internal abstract class EventObserver
{
    private static readonly double MicrosecondsPerTick = 1e6 / Stopwatch.Frequency;

    /// <summary>Events that count, to all listeners but those set apart.</summary>
    public long Deliveries;

    /// <summary>Events that count, to the listeners set apart.</summary>
    public long DeliveriesApart;

    /// <summary>Listeners below this index are set apart: their latency is not recorded.</summary>
    public int SetApart { get; set; }

    /// <summary>From due time to arrival, of all listeners but those set apart.</summary>
    public Histogram Latency { get; } = new();

    /// <summary>Events that a later one overtook and that may still come.</summary>
    public long Missing { get; protected set; }

    /// <summary>Events that came again, or behind a later one.</summary>
    public long RepeatedOrLate { get; protected set; }

    /// <summary>Events of a channel that the listener did not ask for.</summary>
    public long Foreign { get; protected set; }

    /// <summary>Ticks of the first and last delivery.</summary>
    public long FirstAt { get; private set; }

    /// <inheritdoc cref="FirstAt"/>
    public long LastAt { get; private set; }

    /// <summary>Looks at the data of one whole event, received at <paramref name="now"/> (Stopwatch ticks).</summary>
    public abstract void Take(Listener listener, ReadOnlySpan<byte> data, long now);

    /// <summary>Forgets what was counted, not what is expected next.</summary>
    public void Clear()
    {
        Latency.Clear();
        (Deliveries, DeliveriesApart, Missing, RepeatedOrLate, Foreign, FirstAt, LastAt) = (0, 0, 0, 0, 0, 0, 0);
    }

    /// <summary>Counts an event that was due at a time; 0 for one whose latency says nothing.</summary>
    protected void Count(Listener listener, long due, long now)
    {
        if (FirstAt == 0) FirstAt = now;
        LastAt = now;
        if (listener.Index < SetApart)
        {
            Volatile.Write(ref DeliveriesApart, DeliveriesApart + 1);
            return;
        }
        if (due != 0) Latency.Record((long)((now - due) * MicrosecondsPerTick));
        Volatile.Write(ref Deliveries, Deliveries + 1);
    }
}
