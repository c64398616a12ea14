using Actors.History.Folding;
using Actors.Log;
using Actors.Log.Claims;
using Microsoft.Extensions.Logging;

namespace Actors.History.Following;

/// <summary>
/// Follows one shard and feeds its <see cref="ShardHistory"/>, which it guards by a lock: questions look at it too. Begins
/// where the store left off; when retention has overtaken that, at the oldest record with the claims of the recovery point.
/// Reads no further while much waits to be stored.
/// </summary>
internal sealed partial class ShardReader(
    int shard,
    IDurableLog log,
    IRecordLookup lookup,
    IShardStore store,
    ReaderLimits limits,
    Action changed,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>So many records without a change are worth a new watermark: a tenth of a second of reading after a restart.</summary>
    private const long WorthStoring = 50_000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EndAge = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly HashSet<Waiter> _waiting = [];
    private readonly SemaphoreSlim _room = new(0, 1);
    private CancellationTokenSource? _following;
    private ShardHistory? _history;
    private bool _superseded;
    private bool _failing;
    private bool _closed;
    private long _end;

    /// <summary>The shard.</summary>
    internal int Shard => shard;

    /// <summary>The offset of the next record.</summary>
    internal long Watermark => Read(history => history.Next);

    /// <summary>True when it is known where the shard stands, so that questions can be answered.</summary>
    internal bool HasBegun
    {
        get
        {
            lock (_gate)
            {
                return _history is not null && !_closed;
            }
        }
    }

    /// <summary>True from then on when it was found out where to begin.</summary>
    internal bool Knows
    {
        get
        {
            lock (_gate)
            {
                return _history is not null;
            }
        }
    }

    /// <summary>How many records lie between what is stored and the log's end, as far as that is known.</summary>
    internal long Behind
    {
        get
        {
            lock (_gate)
            {
                return _history is { } history ? Math.Max(history.Next, _end) - Math.Max(history.StoredNext, history.First) : 0;
            }
        }
    }

    /// <summary>The log was seen to end here.</summary>
    internal void ShowEnd(long next)
    {
        lock (_gate)
        {
            _end = next;
        }
    }

    /// <summary>Looks at the shard's history; <paramref name="look"/> must be short. Throws when it is not known yet.</summary>
    internal T Read<T>(Func<ShardHistory, T> look)
    {
        lock (_gate)
        {
            return look(_history ?? throw new HistoryUnavailableException($"The history has not begun to read shard {shard}."));
        }
    }

    /// <summary>What is to be stored; null when there is nothing.</summary>
    /// <param name="first">The first offset that the log still has.</param>
    /// <param name="always">Whether a new watermark alone is worth it.</param>
    internal ShardChanges? BeginStore(long first, bool always = false)
    {
        lock (_gate)
        {
            return !_superseded && _history is { } history
                && (history.HasChanges || history.Unstored >= (always ? 1 : WorthStoring) || history.IsStoring || history.StoredNext < 0)
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
            MakeRoom();
        }
    }

    /// <summary>Somebody else has stored the shard's next changes: this reader begins again behind them.</summary>
    internal void Supersede()
    {
        lock (_gate)
        {
            _superseded = true;
            _following?.Cancel();
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

    /// <summary>How many wait for a record.</summary>
    internal int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Ends when the record at an offset was seen.</summary>
    internal Task WaitForAsync(long offset, CancellationToken ct)
    {
        Waiter waiter;
        lock (_gate)
        {
            if (_history?.Next > offset)
            {
                return Task.CompletedTask;
            }

            ObjectDisposedException.ThrowIf(_closed, typeof(IHistory));

            waiter = new Waiter(offset);
            _waiting.Add(waiter);
        }

        return WaitAsync(waiter, ct);
    }

    /// <summary>Finds out where to begin. What was seen before stays visible until reading has come so far again.</summary>
    internal async Task BeginAsync(CancellationToken ct)
    {
        var bounds = await log.BoundsAsync(shard, ct);
        ShowEnd(bounds.Next);
        var stored = await store.ReadShardAsync(shard, bounds, ct);
        var (next, claims) = stored.Claims is { } known ? (stored.Watermark, known) : (bounds.First, (await RecoveryStart.FindAsync(log, shard, ct)).Point);
        var history = new ShardHistory(shard, claims, next, bounds.First, stored, limits.KeepRecords);
        while (history.Next < Seen && await log.ReadAsync(shard, history.Next, limits.PageBytes, ct) is { Entries.IsEmpty: false } page)
        {
            await ApplyAsync(history, page, ct);
        }

        lock (_gate)
        {
            (_history, _superseded) = (history, false);
        }

        Release(null);
        changed();
    }

    /// <summary>Reads on until cancelled.</summary>
    internal async Task RunAsync(CancellationToken ct)
    {
        await Task.Yield();
        var begin = _history is null;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (begin || _superseded)
                {
                    await BeginAsync(ct);
                    begin = false;
                }

                await FollowAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                break;
            }
            catch (OperationCanceledException) when (_superseded)
            {
                Log.Superseded(logger, shard);
            }
            catch (OffsetOutOfRangeException e)
            {
                Log.Overtaken(logger, shard, e);
                begin = true;
            }
            catch (Exception e) when (e is IOException or FormatException or InvalidDataException or ObjectDisposedException)
            {
                await FailAsync(e, ct);
            }
        }

        lock (_gate)
        {
            _closed = true;
        }

        Release(new ObjectDisposedException(nameof(IHistory)));
    }

    private long Seen
    {
        get
        {
            lock (_gate)
            {
                return _history?.Next ?? 0;
            }
        }
    }

    private async Task FailAsync(Exception e, CancellationToken ct)
    {
        if (!_failing)
        {
            Log.Failed(logger, shard, e);
            _failing = true;
        }

        Release(new HistoryUnavailableException($"The history cannot read shard {shard}: {e.Message}", e));
        await Task.Delay(Pause, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        using var following = CancellationTokenSource.CreateLinkedTokenSource(ct);
        lock (_gate)
        {
            _following = following;
        }

        try
        {
            var history = Read(history => history);
            await using var follower = log.Follow(shard, history.Next);
            while (!_superseded)
            {
                await RoomAsync(history, following.Token);
                var batch = await follower.NextAsync(following.Token);
                await ApplyAsync(history, batch, following.Token);
                HistoryTelemetry.Applied.Add(batch.Entries.Length);
                Release(null);
                if (_failing)
                {
                    Log.Reads(logger, shard);
                    _failing = false;
                }
            }
        }
        finally
        {
            lock (_gate)
            {
                _following = null;
            }
        }
    }

    private async ValueTask RoomAsync(ShardHistory history, CancellationToken ct)
    {
        while (IsFull(history))
        {
            changed();
            if (!await _room.WaitAsync(EndAge, ct))
            {
                // Nothing is read meanwhile: who asks how far behind it is must not be told of the past.
                ShowEnd((await log.BoundsAsync(shard, ct)).Next);
            }
        }
    }

    private bool IsFull(ShardHistory history)
    {
        lock (_gate)
        {
            return history.UnstoredBytes >= limits.MaxUnstoredBytes || history.Unstored >= limits.MaxUnstoredRecords;
        }
    }

    private void MakeRoom()
    {
        if (_room.CurrentCount == 0)
        {
            _room.Release();
        }
    }

    private async ValueTask ApplyAsync(ShardHistory history, LogBatch batch, CancellationToken ct)
    {
        LogEntry? command = null;
        for (var at = 0; at < batch.Entries.Length;)
        {
            if (Apply(history, batch, ref at, command) is not { } missing)
            {
                break;
            }

            command = (await lookup.FindAsync(shard, [missing], ct)) is [var found] ? found : default(LogEntry);
        }
    }

    // Applies entries from `at` on, as far as no command is missing; then the caller brings that command, or an empty entry.
    private long? Apply(ShardHistory history, LogBatch batch, ref int at, LogEntry? command)
    {
        var entries = batch.Entries.Span;
        lock (_gate)
        {
            for (; at < entries.Length; at++)
            {
                if (command is null && history.NeedsCommand(entries[at]) is { } missing)
                {
                    return missing;
                }

                history.Apply(entries[at], command is { Record: not null } ? command : null);
                command = null;
            }

            history.MoveTo(batch.Next);
            if (limits.KeepRecords || history.HasChanges || history.Unstored >= WorthStoring)
            {
                changed();
            }

            return null;
        }
    }

    // Completes who waits for what was seen by now; with a reason, fails all.
    private void Release(Exception? reason)
    {
        lock (_gate)
        {
            _waiting.RemoveWhere(waiter => (reason is not null || _history!.Next > waiter.Offset) && waiter.End(reason));
        }
    }

    private async Task WaitAsync(Waiter waiter, CancellationToken ct)
    {
        try
        {
            await waiter.Task.WaitAsync(ct);
        }
        finally
        {
            lock (_gate)
            {
                _waiting.Remove(waiter);
            }
        }
    }

    private sealed class Waiter(long offset) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        internal long Offset => offset;

        internal bool End(Exception? reason) => reason is null ? TrySetResult() : TrySetException(reason);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Retention has overtaken the history of shard {Shard}; it goes on with the oldest record.")]
        internal static partial void Overtaken(ILogger logger, int shard, Exception cause);

        [LoggerMessage(2, LogLevel.Error, "The history cannot read shard {Shard}; it is tried again.")]
        internal static partial void Failed(ILogger logger, int shard, Exception cause);

        [LoggerMessage(3, LogLevel.Information, "The history reads shard {Shard} again.")]
        internal static partial void Reads(ILogger logger, int shard);

        [LoggerMessage(4, LogLevel.Information, "Another node has stored the history of shard {Shard} further; this one begins again behind it.")]
        internal static partial void Superseded(ILogger logger, int shard);
    }
}
