using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Actors.Sessions;

/// <summary>The meter and the activity source <c>Actors.Sessions</c>: the counters as instruments, reads as spans.</summary>
internal sealed class SessionInstruments : IDisposable
{
    private const string Name = "Actors.Sessions";

    private readonly Meter _meter = new(Name);

    public SessionInstruments(SessionCounters counters)
    {
        _meter.CreateObservableUpDownCounter("actors.sessions.open", () => counters.Sessions, description: "Streams and polls that are open");
        _meter.CreateObservableUpDownCounter("actors.sessions.windows", () => counters.Windows, description: "Channel windows that are open");
        _meter.CreateObservableCounter("actors.sessions.delivered", () => counters.Delivered, description: "Events given to connections");
        _meter.CreateObservableCounter("actors.sessions.replays", () => counters.Replays, description: "Pages that sessions asked for");
        _meter.CreateObservableCounter("actors.sessions.indexed", () => counters.Indexed, description: "Questions of sessions far behind to the index");
        _meter.CreateObservableCounter("actors.sessions.scans", () => counters.Scans, description: "Scans that feeds have run");
        _meter.CreateObservableCounter("actors.sessions.resets", () => counters.Resets, description: "Positions that could not be honoured");
        _meter.CreateObservableCounter("actors.sessions.slow", () => counters.SlowClients, description: "Streams closed because the client took nothing");
        _meter.CreateObservableCounter("actors.sessions.dropped_frames", () => counters.DroppedFrames, description: "Frames left to the log");
    }

    /// <summary>Traces of the reads that replays cause.</summary>
    public static ActivitySource Source { get; } = new(Name);

    public void Dispose() => _meter.Dispose();
}
