using System.Diagnostics;

namespace Actors.Bench.Load;

/// <summary>Judges published events: each listener must get each event of its channel once, in order.</summary>
internal sealed class MarkerObserver : EventObserver
{
    private static readonly double MicrosecondsPerTick = 1e6 / Stopwatch.Frequency;

    /// <summary>From due time to arrival, of all listeners but those set apart.</summary>
    public Histogram Latency { get; } = new();

    /// <summary>Events that a later one overtook and that may still come.</summary>
    public long Missing { get; private set; }

    /// <summary>Events that came again, or behind a later one.</summary>
    public long RepeatedOrLate { get; private set; }

    /// <summary>Events of a channel that the listener did not ask for.</summary>
    public long Foreign { get; private set; }

    /// <summary>Events without a marker, such as a notice of the connection's state.</summary>
    public long Others { get; private set; }

    /// <summary>Ticks of the first and last delivery.</summary>
    public long FirstAt { get; private set; }

    /// <inheritdoc cref="FirstAt"/>
    public long LastAt { get; private set; }

    /// <summary>Listeners below this index are set apart: their latency is not recorded.</summary>
    public int SetApart { get; set; }

    /// <summary>What the listeners set apart received.</summary>
    public long DeliveriesApart;

    /// <inheritdoc/>
    public override void Take(Listener listener, ReadOnlySpan<byte> data, long now)
    {
        if (!Marker.TryRead(data, out var marker)) { Others++; return; }
        if (marker.Channel != listener.Channel) { Foreign++; return; }
        if (listener.Expected < 0) listener.Expected = marker.Sequence;
        if (marker.Sequence < listener.Expected) { RepeatedOrLate++; return; }
        Missing += marker.Sequence - listener.Expected;
        listener.Expected = marker.Sequence + 1;
        if (FirstAt == 0) FirstAt = now;
        LastAt = now;
        if (listener.Index < SetApart) Interlocked.Increment(ref DeliveriesApart);
        else
        {
            Latency.Record((long)((now - marker.Due) * MicrosecondsPerTick));
            Volatile.Write(ref Deliveries, Deliveries + 1);
        }
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        Latency.Clear();
        (Deliveries, DeliveriesApart, Missing, RepeatedOrLate, Foreign, Others, FirstAt, LastAt) = (0, 0, 0, 0, 0, 0, 0, 0);
    }
}
