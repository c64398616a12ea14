using Actors.Log.Tails;
using Microsoft.Extensions.Logging;

namespace Actors.Log.Sqlite;

/// <summary>
/// Removes old records: every so often, in steps of a few hundred rows that the writer does between two groups, so that
/// nobody waits for it longer than for another commit.
/// </summary>
internal sealed partial class RetentionSweep
{
    private readonly LogWriter _writer;
    private readonly ShardTail[] _tails;
    private readonly LogRetention _retention;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _run;

    internal RetentionSweep(LogWriter writer, ShardTail[] tails, LogRetention retention, TimeProvider time, ILogger logger)
    {
        (_writer, _tails, _retention, _time, _logger) = (writer, tails, retention, time, logger);
        _run = RunAsync(_closing.Token);
    }

    /// <summary>Removes all that is to be removed now. Returns how many records that were.</summary>
    internal async Task<long> SweepAsync(CancellationToken ct)
    {
        var removed = 0L;
        while (!ct.IsCancellationRequested)
        {
            var step = new RetentionStep(_tails, _retention, _time.GetUtcNow().ToUnixTimeMilliseconds());
            _writer.Enqueue(step);
            var rows = await step.Removed;
            if (rows == 0)
            {
                break;
            }

            removed += rows;
        }

        LogTelemetry.Removed.Add(removed);
        return removed;
    }

    /// <summary>Ends the sweeping.</summary>
    internal async Task CloseAsync()
    {
        await _closing.CancelAsync();
        await _run;
        _closing.Dispose();
    }

    private async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(_retention.SweepInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                try
                {
                    if (await SweepAsync(ct) is > 0 and var removed)
                    {
                        Log.Removed(_logger, removed);
                    }
                }
                catch (IOException e)
                {
                    Log.Failed(_logger, e);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // closed
        }
    }

    private static partial class Log
    {
        [LoggerMessage(20, LogLevel.Information, "Retention removed {Count} records.")]
        internal static partial void Removed(ILogger logger, long count);

        [LoggerMessage(21, LogLevel.Warning, "Retention could not remove records; it is tried again.")]
        internal static partial void Failed(ILogger logger, Exception cause);
    }
}
