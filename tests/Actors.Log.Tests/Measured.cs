using System.Diagnostics.Metrics;

namespace Actors.Log.Tests;

/// <summary>What one of the log's instruments measures of whatever the test that made this calls or starts, while it lives.</summary>
internal sealed class Measured<T> : IDisposable
    where T : struct
{
    private readonly AsyncLocal<bool> _ours = new() { Value = true };
    private readonly MeterListener _listener = new();
    private readonly List<T> _values = [];

    internal Measured(string instrument)
    {
        _listener.InstrumentPublished = (found, listener) =>
        {
            if (found.Meter.Name == LogTelemetry.Name && found.Name == instrument)
            {
                listener.EnableMeasurementEvents(found);
            }
        };
        _listener.SetMeasurementEventCallback<T>((_, value, _, _) => Take(value));
        _listener.Start();
    }

    internal IReadOnlyList<T> Values
    {
        get
        {
            lock (_values)
            {
                return [.. _values];
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Take(T value)
    {
        if (_ours.Value)
        {
            lock (_values)
            {
                _values.Add(value);
            }
        }
    }
}
