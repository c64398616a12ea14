using Actors.Contracts;
using Actors.History;
using Actors.History.Sqlite;
using Actors.Log;
using Actors.Log.Sqlite;

namespace Actors.Service.Node;

/// <summary>
/// What the node keeps on disk: the log and the history that follows it. Opened before anything else of the host starts, closed
/// after everything else has stopped.
/// </summary>
internal sealed class NodeStores(
    SqliteLogOptions logOptions,
    SqliteHistoryOptions historyOptions,
    IIdSource ids,
    TimeProvider time,
    ILogger<SqliteLog> logLogger,
    ILogger<SqliteHistory> historyLogger) : IHostedLifecycleService, IAsyncDisposable
{
    private SqliteLog? _log;
    private SqliteHistory? _history;

    /// <summary>The log; from the host's start on.</summary>
    public IDurableLog Log => _log ?? throw NotOpen();

    /// <summary>The history; from the host's start on.</summary>
    public IHistory History => _history ?? throw NotOpen();

    /// <inheritdoc/>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        _log = SqliteLog.Open(logOptions, time, ids, logLogger);
        _history = await SqliteHistory.OpenAsync(historyOptions, _log, _log, time, historyLogger, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task StoppedAsync(CancellationToken cancellationToken) => await DisposeAsync();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Closes the history, then the log that it follows. More than once is once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_history is not null)
        {
            await _history.DisposeAsync();
        }

        if (_log is not null)
        {
            await _log.DisposeAsync();
        }
    }

    private static InvalidOperationException NotOpen() => new("The stores are open from the host's start to its stop.");
}
