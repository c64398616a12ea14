using Actors.Sessions.Replay;
using Actors.Sessions.Wire;

namespace Actors.Sessions.Streams;

/// <summary>Where a session's events go. Used by one session, never by two threads at once.</summary>
internal abstract class EventSink
{
    /// <summary>True when neighbouring events of a one-channel session may be taken as they stand in a run.</summary>
    public abstract bool TakesRuns { get; }

    /// <summary>How many events were taken.</summary>
    public long Taken { get; protected set; }

    /// <summary>Takes an event; false when it does not fit any more and must be offered again after the next flush.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="id">Its <c>id:</c> line; empty when the line stands at the beginning of <paramref name="lines"/>, or when there is none.</param>
    /// <param name="lines">Its <c>data:</c> line and the blank line. Never written to again.</param>
    public abstract bool TryTake(string type, ReadOnlySpan<byte> id, ReadOnlyMemory<byte> lines);

    /// <summary>Takes an event of a window; false as for the others.</summary>
    /// <param name="id">Its <c>id:</c> line, which the session's places may have changed; empty where there is none.</param>
    /// <param name="item">The event.</param>
    public abstract bool TryTake(ReadOnlySpan<byte> id, WireEvent item);

    /// <summary>Takes as many neighbouring events of a run as fit, and says how many; only where <see cref="TakesRuns"/>.</summary>
    public abstract int TakeRun(PageRun run, int first);
}
