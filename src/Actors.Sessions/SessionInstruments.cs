using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Actors.Sessions;

/// <summary>The meter and the activity source <c>Actors.Sessions</c>: the counters as instruments, reads as spans.</summary>
internal sealed class SessionInstruments : IDisposable
{
    private const string Name = "Actors.Sessions";

    private static readonly Meter Events = new(Name);

    private readonly Meter _meter = new(Name);

    public SessionInstruments(SessionCounters counters)
    {
        _meter.CreateObservableUpDownCounter("actors.sessions.open", () => counters.Sessions, description: "Streams and polls that are open");
        _meter.CreateObservableUpDownCounter("actors.sessions.windows", () => counters.Windows, description: "Channel windows that are open");
        _meter.CreateObservableCounter("actors.sessions.delivered", () => counters.Delivered, description: "Events given to connections");
        _meter.CreateObservableCounter("actors.sessions.pages", () => counters.Replays, description: "Pages that sessions asked for");
        _meter.CreateObservableCounter("actors.sessions.indexed", () => counters.Indexed, description: "Questions of sessions far behind to the index");
        _meter.CreateObservableCounter("actors.sessions.scans", () => counters.Scans, description: "Scans that feeds have run");
        _meter.CreateObservableCounter("actors.sessions.slow", () => counters.SlowClients, description: "Streams closed because the client took nothing");
        _meter.CreateObservableCounter("actors.sessions.dropped_frames", () => counters.DroppedFrames, description: "Frames left to the log");
    }

    /// <summary>From an event's own timestamp to its writing into a stream, of one live delivery in eight.</summary>
    public static Histogram<double> Latency { get; } =
        Events.CreateHistogram<double>("actors.sessions.latency", "s", "From an event's timestamp to its writing into a stream, of one live delivery in eight");

    /// <summary>Streams that began with something to catch up with, by what they asked for.</summary>
    public static Counter<long> Replays { get; } =
        Events.CreateCounter<long>("actors.sessions.replays", description: "Streams that began with a replay, by reason");

    /// <summary>Positions that could not be honoured, by reason.</summary>
    public static Counter<long> Resets { get; } =
        Events.CreateCounter<long>("actors.sessions.resets", description: "Positions that could not be honoured, by reason");

    /// <summary>Digests that told a feed of something that it lacked.</summary>
    public static Counter<long> Holes { get; } =
        Events.CreateCounter<long>("actors.sessions.holes", description: "Digests that found a hole, so that the log was scanned");

    /// <summary>Traces of the reads that replays cause.</summary>
    public static ActivitySource Source { get; } = new(Name);

    public void Dispose() => _meter.Dispose();
}
