namespace Actors.Bench.Load;

/// <summary>Judges published events: each listener must get each event of its channel once, in order.</summary>
internal sealed class MarkerObserver : EventObserver
{
    /// <inheritdoc/>
    public override void Take(Listener listener, ReadOnlySpan<byte> data, long now)
    {
        // What has no marker is a notice of the connection's state.
        if (!Marker.TryRead(data, out var marker)) return;
        if (marker.Channel != listener.Channel) { Foreign++; return; }
        if (listener.Expected < 0) listener.Expected = marker.Sequence;
        if (marker.Sequence < listener.Expected) { RepeatedOrLate++; return; }
        Missing += marker.Sequence - listener.Expected;
        listener.Expected = marker.Sequence + 1;
        Count(listener, marker.Due, now);
    }
}
