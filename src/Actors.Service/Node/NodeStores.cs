using Actors.History;
using Actors.History.Postgres;
using Actors.Live;
using Actors.Log;
using Actors.Service.Configuration;

namespace Actors.Service.Node;

/// <summary>
/// What the node stands on: the log, the live bus, the history that follows the log. Opened in this order before anything else
/// of the host starts, closed in the opposite order after everything else has stopped. A log of a server that is away is tried
/// again until it answers, while the host goes on to start, so that its health can be asked.
/// </summary>
internal sealed partial class NodeStores(ServiceSettings settings, StoreFactory factory, TimeProvider time, ILogger<NodeStores> logger)
    : IHostedLifecycleService, IAsyncDisposable
{
    /// <summary>How long the host's start waits for servers: one that answers at all does so earlier.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _closing = new();
    private FileLock? _lock;
    private ILiveBus? _bus;
    private OpenedLog? _log;
    private IHistory? _history;
    private int _disposed;

    /// <summary>Ends when everything is open; fails when it never will be.</summary>
    public Task Opened { get; private set; } = Task.CompletedTask;

    /// <summary>The live bus; from <see cref="Opened"/> on.</summary>
    public ILiveBus Bus => _bus ?? throw NotOpen();

    /// <summary>The log; from <see cref="Opened"/> on.</summary>
    public IDurableLog Log => _log?.Log ?? throw NotOpen();

    /// <summary>Finds single records of the log; from <see cref="Opened"/> on.</summary>
    public IRecordLookup Lookup => _log?.Lookup ?? throw NotOpen();

    /// <summary>The history; from <see cref="Opened"/> on.</summary>
    public IHistory History => _history ?? throw NotOpen();

    /// <summary>False while the history's database is known to be away.</summary>
    public bool IsHistoryUp => _history is not PostgresHistory shared || shared.IsAvailable;

    /// <inheritdoc/>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var warning in settings.Warnings)
        {
            Lines.Warning(logger, warning);
        }

        _lock = DataLock.Take(settings.DataDirectory);
        Opened = OpenAsync(_closing.Token);
        if (factory.IsLogRemote)
        {
            await Task.WhenAny(Opened, Task.Delay(StartPatience, time, cancellationToken));
            if (!Opened.IsCompleted)
            {
                return;
            }
        }

        await Opened;
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

    /// <summary>Closes the history, the bus, then the log. More than once is once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _closing.CancelAsync();
        await Opened.ContinueWith(static _ => { }, TaskScheduler.Default);
        await CloseAsync(_history);
        await CloseAsync(_bus);
        await CloseAsync(_log?.Log);
        _lock?.Dispose();
        _closing.Dispose();
    }

    private async Task OpenAsync(CancellationToken ct)
    {
        var opening = new PatientOpening(factory.IsLogRemote, time, logger);
        var log = await opening.OpenAsync(factory.OpenLogAsync, ct);
        _log = log;
        _bus = factory.CreateBus(log);
        _history = await opening.OpenAsync(cancelled => factory.OpenHistoryAsync(log, cancelled), ct);
    }

    private static async ValueTask CloseAsync(object? store)
    {
        if (store is IAsyncDisposable asynchronous)
        {
            await asynchronous.DisposeAsync();
        }
        else
        {
            (store as IDisposable)?.Dispose();
        }
    }

    private static InvalidOperationException NotOpen() => new("The stores are not open yet, or not any more.");

    private static partial class Lines
    {
        [LoggerMessage(1, LogLevel.Warning, "{Sentence}")]
        public static partial void Warning(ILogger logger, string sentence);
    }
}
