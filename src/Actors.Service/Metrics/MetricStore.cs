using System.Diagnostics.Metrics;

namespace Actors.Service.Metrics;

/// <summary>
/// Listens to the meters of our rooms and of the runtime, and keeps what they measure. A meter that another service of this process
/// made for itself is not heard. Thread-safe.
/// </summary>
internal sealed class MetricStore : IDisposable
{
    private readonly Lock _lock = new();
    private readonly MeterListener _listener = new();
    private readonly List<Series> _series = [];
    private readonly IMeterFactory? _own;

    /// <summary>Begins to listen.</summary>
    /// <param name="own">Makes the meters that are this service's alone.</param>
    public MetricStore(IMeterFactory? own = null)
    {
        _own = own;
        _listener.InstrumentPublished = Publish;
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((Series)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((Series)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((Series)state!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>Asks the observable instruments, and returns everything by name.</summary>
    public IReadOnlyList<Series> Collect()
    {
        lock (_lock)
        {
            _series.ForEach(series => series.BeforeObservation());
            _listener.RecordObservableInstruments();
            return [.. _series.OrderBy(s => s.Instrument.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>What an instrument of a name has counted, under all tags; 0 where there is none.</summary>
    public double Sum(string instrument)
    {
        lock (_lock)
        {
            return _series.Where(s => s.Instrument.Name == instrument).SelectMany(s => s.Cells).Sum(c => c.Value.Value);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Publish(Instrument instrument, MeterListener listener)
    {
        var meter = instrument.Meter.Name;
        if (instrument.Meter.Scope is IMeterFactory other && other != _own)
        {
            return;
        }

        if (!meter.StartsWith("Actors", StringComparison.Ordinal) && meter is not ("System.Runtime" or "Microsoft.AspNetCore.Server.Kestrel"))
        {
            return;
        }

        var series = new Series(instrument);
        lock (_lock)
        {
            _series.Add(series);
        }

        listener.EnableMeasurementEvents(instrument, series);
    }
}
