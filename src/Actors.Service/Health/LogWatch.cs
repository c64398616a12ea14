using System.Diagnostics.Metrics;

namespace Actors.Service.Health;

/// <summary>
/// Asks the log every few seconds where it ends, from the node's start on, and shows the answer as <c>actors.log.up</c>: counters
/// of a log say nothing where it was never opened, or where nobody writes.
/// </summary>
internal sealed class LogWatch : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly NodeHealth _health;
    private readonly TimeProvider _time;
    private volatile bool _isUp;

    /// <summary>Shows the log as down until it has answered.</summary>
    public LogWatch(NodeHealth health, IMeterFactory meters, TimeProvider time)
    {
        (_health, _time) = (health, time);
        meters.Create("Actors.Service").CreateObservableGauge("actors.log.up", () => _isUp ? 1 : 0, description: "1 while the log is open and says where it ends.");
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, _time);
        try
        {
            do
            {
                _isUp = await _health.IsLogUpAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node ends.
        }
    }
}
