using Actors.History.Folding;
using Actors.Log;
using Actors.Log.Claims;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Actors.History.Sqlite;

/// <summary>
/// Follows one shard and feeds its <see cref="ShardHistory"/>, which it guards by a lock: questions look at it too. Begins
/// where the store left off; when retention has overtaken that, at the oldest record with the claims of the recovery point.
/// </summary>
internal sealed partial class ShardReader(
    int shard,
    IDurableLog log,
    IRecordLookup lookup,
    HistoryReads reads,
    Action changed,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>So many records without a change are worth a new watermark: a tenth of a second of reading after a restart.</summary>
    private const long WorthStoring = 50_000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly List<(long Offset, TaskCompletionSource Done)> _waiting = [];
    private ShardHistory? _history;
    private bool _closed;

    /// <summary>The shard.</summary>
    internal int Shard => shard;

    /// <summary>The offset of the next record.</summary>
    internal long Watermark => Read(history => history.Next);

    /// <summary>Looks at the shard's history; <paramref name="look"/> must be short. Throws when it is not known yet.</summary>
    internal T Read<T>(Func<ShardHistory, T> look)
    {
        lock (_gate)
        {
            return look(_history ?? throw new LogUnavailableException($"The history has not begun to read shard {shard}."));
        }
    }

    /// <summary>What is to be stored; null when there is nothing.</summary>
    internal ShardChanges? BeginStore(long first)
    {
        lock (_gate)
        {
            return _history is { } history && (history.HasChanges || history.Unstored >= WorthStoring || history.IsStoring)
                ? history.BeginStore(first)
                : null;
        }
    }

    /// <summary>What was to be stored is.</summary>
    internal void Stored(IReadOnlySet<string> known)
    {
        lock (_gate)
        {
            _history!.Stored(known);
        }
    }

    /// <summary>Index entries before this offset are about to be removed.</summary>
    internal void Forget(long first)
    {
        lock (_gate)
        {
            _history?.Forget(first);
        }
    }

    /// <summary>Ends when the record at an offset was seen.</summary>
    internal Task WaitForAsync(long offset, CancellationToken ct)
    {
        TaskCompletionSource done;
        lock (_gate)
        {
            if (_history?.Next > offset)
            {
                return Task.CompletedTask;
            }

            ObjectDisposedException.ThrowIf(_closed, typeof(SqliteHistory));

            done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((offset, done));
        }

        return done.Task.WaitAsync(ct);
    }

    /// <summary>Finds out where to begin.</summary>
    internal async Task BeginAsync(CancellationToken ct)
    {
        var bounds = await log.BoundsAsync(shard, ct);
        var (next, claims) = reads.ReadShard(shard) is { } stored && stored.Next >= bounds.First && stored.Next <= bounds.Next
            ? stored
            : (bounds.First, await PointAsync(ct));
        var history = new ShardHistory(shard, claims, next, bounds.First, reads.ReadOpenJobs(shard));
        lock (_gate)
        {
            _history = history;
        }
    }

    /// <summary>Reads on until cancelled.</summary>
    internal async Task RunAsync(CancellationToken ct)
    {
        await Task.Yield();
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                break;
            }
            catch (OffsetOutOfRangeException e)
            {
                Log.Overtaken(logger, shard, e);
                await BeginAgainAsync(ct);
            }
            catch (Exception e) when (e is IOException or FormatException or InvalidDataException or SqliteException or ObjectDisposedException)
            {
                Log.Failed(logger, shard, e);
                Release(new LogUnavailableException($"The history cannot read shard {shard}: {e.Message}", e));
                await Task.Delay(Pause, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        lock (_gate)
        {
            _closed = true;
        }

        Release(new ObjectDisposedException(nameof(SqliteHistory)));
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        await using var follower = log.Follow(shard, Watermark);
        while (true)
        {
            var batch = await follower.NextAsync(ct);
            await ApplyAsync(batch, ct);
            HistoryTelemetry.Applied.Add(batch.Entries.Length);
            Release(null);
        }
    }

    private async ValueTask ApplyAsync(LogBatch batch, CancellationToken ct)
    {
        LogEntry? command = null;
        for (var at = 0; at < batch.Entries.Length;)
        {
            if (Apply(batch, ref at, command) is not { } missing)
            {
                break;
            }

            command = (await lookup.FindAsync(shard, [missing], ct)) is [var found] ? found : default(LogEntry);
        }
    }

    // Applies entries from `at` on, as far as no command is missing; then the caller brings that command, or an empty entry.
    private long? Apply(LogBatch batch, ref int at, LogEntry? command)
    {
        var entries = batch.Entries.Span;
        lock (_gate)
        {
            for (; at < entries.Length; at++)
            {
                if (command is null && _history!.NeedsCommand(entries[at]) is { } missing)
                {
                    return missing;
                }

                _history!.Apply(entries[at], command is { Record: not null } ? command : null);
                command = null;
            }

            _history!.MoveTo(batch.Next);
            if (_history.HasChanges || _history.Unstored >= WorthStoring)
            {
                changed();
            }

            return null;
        }
    }

    private async Task BeginAgainAsync(CancellationToken ct)
    {
        try
        {
            await BeginAsync(ct);
        }
        catch (Exception e) when (e is IOException or SqliteException or OperationCanceledException or InvalidDataException)
        {
            Log.Failed(logger, shard, e);
            await Task.Delay(Pause, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async ValueTask<RecoveryPoint> PointAsync(CancellationToken ct) =>
        await log.ReadPointAsync(shard, ct) is { } offset && await lookup.FindAsync(shard, [offset], ct) is [var point]
            ? RecoveryPointCodec.Read(point.Record.Value.Span, out _)
            : RecoveryPoint.Beginning(log.LogId);

    // Completes who waits for what was seen by now; with a reason, fails all.
    private void Release(Exception? reason)
    {
        lock (_gate)
        {
            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                var (offset, done) = _waiting[i];
                if (reason is null && _history!.Next <= offset)
                {
                    continue;
                }

                _ = reason is null ? done.TrySetResult() : done.TrySetException(reason);
                _waiting.RemoveAt(i);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Retention has overtaken the history of shard {Shard}; it goes on with the oldest record.")]
        internal static partial void Overtaken(ILogger logger, int shard, Exception cause);

        [LoggerMessage(2, LogLevel.Error, "The history cannot read shard {Shard}; it is tried again.")]
        internal static partial void Failed(ILogger logger, int shard, Exception cause);
    }
}
