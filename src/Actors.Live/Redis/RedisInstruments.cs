using System.Diagnostics.Metrics;

namespace Actors.Live.Redis;

/// <summary>The meter <c>Actors.Live</c>: the bus' counters as instruments.</summary>
internal sealed class RedisInstruments : IDisposable
{
    private readonly Meter _meter = new("Actors.Live");

    public RedisInstruments(RedisBus bus)
    {
        var counters = bus.Counters;
        _meter.CreateObservableGauge("actors.live.up", () => bus.IsUp ? 1 : 0, description: "1 while the bus carries everything");
        _meter.CreateObservableCounter("actors.live.sent", () => counters.Sent, description: "Messages handed to Redis");
        _meter.CreateObservableCounter("actors.live.dropped", () => counters.Dropped, description: "Messages left to the log, because Redis was away or too slow");
        _meter.CreateObservableCounter("actors.live.spared", () => counters.Spared, description: "Frames that no other node listens to, not handed to Redis");
        _meter.CreateObservableCounter("actors.live.received", () => counters.Received, description: "Messages of other nodes");
        _meter.CreateObservableCounter("actors.live.echoes", () => counters.Echoes, description: "Own messages that came back");
        _meter.CreateObservableCounter("actors.live.ignored", () => counters.Ignored, description: "Messages of an unknown version, or none at all");
        _meter.CreateObservableCounter("actors.live.connects", () => counters.Connects, description: "Connections made to Redis");
    }

    public void Dispose() => _meter.Dispose();
}
