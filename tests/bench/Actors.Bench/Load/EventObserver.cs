namespace Actors.Bench.Load;

/// <summary>What looks at each event. Called by the one reading thread.</summary>
internal abstract class EventObserver
{
    /// <summary>How many events came that count.</summary>
    public long Deliveries;

    /// <summary>Looks at the data of one whole event, received at <paramref name="now"/> (Stopwatch ticks).</summary>
    public abstract void Take(Listener listener, ReadOnlySpan<byte> data, long now);

    /// <summary>Forgets what was counted, not what is expected next.</summary>
    public abstract void Clear();
}
