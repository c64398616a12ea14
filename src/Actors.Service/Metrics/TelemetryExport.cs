using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Actors.Service.Metrics;

/// <summary>Keeps the exporters alive as long as the host; what they hold is flushed when they are disposed.</summary>
internal sealed class TelemetryExport(TracerProvider traces, MeterProvider metrics) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        traces.ForceFlush();
        metrics.ForceFlush();
        return Task.CompletedTask;
    }
}
