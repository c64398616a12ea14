using System.Diagnostics.Metrics;

namespace Actors.Jobs.Tests.Running;

/// <summary>Adds up what one of the room's counters counts on this thread, which is where a <see cref="TestKit.JobTest"/> runs, while it lives.</summary>
internal sealed class Counted : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;

    internal Counted(string instrument)
    {
        _listener.InstrumentPublished = (found, listener) =>
        {
            if (found.Meter.Name == "Actors.Jobs" && found.Name == instrument)
            {
                listener.EnableMeasurementEvents(found);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, by, _, _) => Sum += Environment.CurrentManagedThreadId == _thread ? by : 0);
        _listener.Start();
    }

    internal long Sum { get; private set; }

    public void Dispose() => _listener.Dispose();
}
