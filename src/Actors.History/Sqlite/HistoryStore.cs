using Actors.History.Folding;
using Actors.History.Following;
using Actors.Log;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Actors.History.Sqlite;

/// <summary>Stores what the shards' readers have seen, some time after the first change, and removes what is too old. Thread-safe.</summary>
internal sealed partial class HistoryStore(HistoryFile file, SqliteHistoryOptions options, IDurableLog log, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly SemaphoreSlim _changed = new(0, 1);
    private IReadOnlyList<ShardReader> _shards = [];
    private DateTimeOffset _nextSweep = time.GetUtcNow() + options.Retention.SweepInterval;
    private int _signalled;
    private volatile bool _failing;

    /// <summary>False from a failure to store until it succeeds again.</summary>
    internal bool IsUp => !_failing;

    /// <summary>There is something to store. Costs nothing when that was said before.</summary>
    internal void Changed()
    {
        if (Interlocked.Exchange(ref _signalled, 1) == 0)
        {
            _changed.Release();
        }
    }

    /// <summary>Stores again and again until cancelled.</summary>
    internal async Task RunAsync(IReadOnlyList<ShardReader> shards, CancellationToken ct)
    {
        _shards = shards;
        await Task.Yield();
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await _changed.WaitAsync(ct);
                await Task.Delay(options.StoreInterval, time, ct);
                Volatile.Write(ref _signalled, 0);
                await StoreAsync(ct);
                if (time.GetUtcNow() >= _nextSweep)
                {
                    _nextSweep = time.GetUtcNow() + options.Retention.SweepInterval;
                    await SweepAsync(ct);
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is IOException or SqliteException)
            {
                await FailAsync(e, ct);
            }
        }
    }

    /// <summary>Stores what there is now.</summary>
    /// <exception cref="HistoryUnavailableException">It could not be stored; it stays in memory and is tried again.</exception>
    internal async Task StoreAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            var (readers, changes) = (new List<ShardReader>(), new List<ShardChanges>());
            foreach (var shard in _shards)
            {
                var bounds = await log.BoundsAsync(shard.Shard, ct);
                shard.ShowEnd(bounds.Next);
                if (shard.BeginStore(bounds.First) is { } changed)
                {
                    readers.Add(shard);
                    changes.Add(changed);
                }
            }

            if (changes.Count > 0)
            {
                Store(readers, changes);
            }
        }
        catch (SqliteException e)
        {
            throw new HistoryUnavailableException($"The history could not be stored: {e.Message}", e);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Removes what is too old, step by step, letting others store between the steps.</summary>
    internal async Task SweepAsync(CancellationToken ct)
    {
        var (now, more) = (time.GetUtcNow(), true);
        while (more)
        {
            var firsts = new long[log.ShardCount];
            for (var shard = 0; shard < firsts.Length; shard++)
            {
                firsts[shard] = (await log.BoundsAsync(shard, ct)).First;
            }

            foreach (var shard in _shards)
            {
                shard.Forget(firsts[shard.Shard]);
            }

            await _turn.WaitAsync(ct);
            try
            {
                more = file.Sweep(now - options.Retention.Jobs, now - options.Retention.Commands, firsts);
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    /// <summary>Stores what is left and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await StoreAsync(CancellationToken.None);
        }
        catch (LogUnavailableException e)
        {
            Log.Failed(logger, e);
        }

        file.Dispose();
        _turn.Dispose();
        _changed.Dispose();
    }

    private async Task FailAsync(Exception e, CancellationToken ct)
    {
        if (!_failing)
        {
            Log.Failed(logger, e);
            _failing = true;
        }

        await Task.Delay(Pause, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Changed();
    }

    private void Store(List<ShardReader> readers, List<ShardChanges> changes)
    {
        var began = time.GetTimestamp();
        using var activity = HistoryTelemetry.Source.StartActivity("history.store");
        var known = file.Store(changes);
        foreach (var reader in readers)
        {
            reader.Stored(known);
        }

        HistoryTelemetry.WriteSeconds.Record(time.GetElapsedTime(began).TotalSeconds);
        if (_failing)
        {
            Log.Stores(logger);
            _failing = false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(10, LogLevel.Error, "The history could not be stored; it is kept in memory and tried again.")]
        internal static partial void Failed(ILogger logger, Exception cause);

        [LoggerMessage(11, LogLevel.Information, "The history is stored again.")]
        internal static partial void Stores(ILogger logger);
    }
}
