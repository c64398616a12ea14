using Actors.History.Folding;
using Actors.History.Following;
using Actors.Log;
using Microsoft.Extensions.Logging;

namespace Actors.History.Postgres;

/// <summary>
/// Stores what this node's readers have seen: some time after the first change, and at once while somebody waits. While the
/// database is away nothing is stored and nothing lost: readers stop when enough waits. Thread-safe.
/// </summary>
internal sealed partial class PostgresStore(
    HistoryDatabase database, Partitions partitions, EventKeeps keeps, PostgresHistoryOptions options, IDurableLog log, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>So long after somebody's question a shard's changes are stored at once; who still waits asks again.</summary>
    private static readonly TimeSpan Haste = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// How long changes are gathered while somebody waits: some times as long as the last store took, so that a busy database
    /// gets fewer and larger groups, and never so long that who waits notices.
    /// </summary>
    private static readonly (TimeSpan Least, TimeSpan Most, int StoresLong) Hasty = (TimeSpan.FromMilliseconds(3), TimeSpan.FromMilliseconds(30), 3);

    private static readonly TimeSpan FirstsAge = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly SemaphoreSlim _hurried = new(0, 1);
    private readonly Dictionary<int, (long First, long At)> _firsts = [];
    private readonly long[] _asked = new long[log.ShardCount];
    private int _signalled;
    private long _storedAll = time.GetTimestamp();
    private TimeSpan _lastStore;
    private volatile bool _failing;

    /// <summary>The readers whose changes are stored.</summary>
    internal Func<IReadOnlyList<ShardReader>> Readers { get; set; } = () => [];

    /// <summary>True from a refusal of the database that answers until it takes something again.</summary>
    internal bool IsFailing => _failing;

    /// <summary>The channel on which it is told that shards were stored.</summary>
    internal string StoredChannel => $"{options.Schema}_stored";

    /// <summary>There is something to store. Costs nothing when that was said before.</summary>
    internal void Changed()
    {
        if (Interlocked.Exchange(ref _signalled, 1) == 0)
        {
            _changed.Release();
        }
    }

    /// <summary>Somebody waits for a shard: what there is, and what comes in the next moment, is stored at once and told.</summary>
    internal void Hurry(int shard)
    {
        if (shard >= _asked.Length)
        {
            return;
        }

        Volatile.Write(ref _asked[shard], time.GetTimestamp());
        lock (_hurried)
        {
            if (_hurried.CurrentCount == 0)
            {
                _hurried.Release();
            }
        }

        Changed();
    }

    /// <summary>Stores again and again until cancelled.</summary>
    internal async Task RunAsync(CancellationToken ct)
    {
        await Task.Yield();
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await _changed.WaitAsync(ct);
                await GatherAsync(ct);
                Volatile.Write(ref _signalled, 0);
                await database.ReadyAsync(ct);
                await StoreDueAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is IOException or InvalidDataException)
            {
                await FailAsync(e, ct);
            }
        }
    }

    /// <summary>Stores what readers have now.</summary>
    /// <exception cref="HistoryUnavailableException">It could not be stored; it stays in memory and is tried again.</exception>
    internal async Task StoreAsync(IReadOnlyList<ShardReader> readers, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            var (storing, changes) = (new List<ShardReader>(), new List<ShardChanges>());
            foreach (var reader in readers)
            {
                if (reader.Knows && reader.BeginStore(await FirstAsync(reader, ct), always: IsHasty(reader.Shard)) is { } changed)
                {
                    storing.Add(reader);
                    changes.Add(changed);
                }
            }

            if (changes.Count > 0)
            {
                await StoreAsync(storing, changes, ct);
            }
        }
        catch (HistorySchemaException e)
        {
            // What is there now is not this log's to be asked about either.
            database.Lost(e);
            throw new HistoryUnavailableException(e.Message, e);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _turn.Dispose();
        _changed.Dispose();
        _hurried.Dispose();
    }

    private bool IsHasty(int shard) => Volatile.Read(ref _asked[shard]) is var since and not 0 && time.GetElapsedTime(since) < Haste;

    // In haste only what is waited for; all, as often as without.
    private async Task StoreDueAsync(CancellationToken ct)
    {
        var (readers, all) = (Readers(), time.GetElapsedTime(_storedAll) >= options.StoreInterval);
        if (all)
        {
            _storedAll = time.GetTimestamp();
        }

        await StoreAsync(all ? readers : [.. readers.Where(reader => IsHasty(reader.Shard))], ct);
        // Nobody says again what came while an earlier attempt failed, or what failed in haste and is waited for no longer.
        if (readers.Any(reader => reader.HasBegun && reader.Read(history => history.HasChanges || history.IsStoring)))
        {
            Changed();
        }
    }

    private async Task GatherAsync(CancellationToken ct)
    {
        if (Enumerable.Range(0, _asked.Length).Any(IsHasty))
        {
            await Task.Delay(TimeSpan.FromTicks(Math.Clamp(Hasty.StoresLong * _lastStore.Ticks, Hasty.Least.Ticks, Hasty.Most.Ticks)), time, ct);
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(Task.Delay(options.StoreInterval, time, ended.Token), _hurried.WaitAsync(ended.Token));
        await ended.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }

    private async Task FailAsync(Exception e, CancellationToken ct)
    {
        if (database.IsReady)
        {
            if (!_failing)
            {
                Log.Failed(logger, e);
                _failing = true;
            }

            await Task.Delay(Pause, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Changed();
    }

    private async Task StoreAsync(List<ShardReader> readers, List<ShardChanges> changes, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        using var activity = HistoryTelemetry.Source.StartActivity("history.store");
        var now = time.GetUtcNow();
        await partitions.EnsureAsync(keeps.All, Partitions.DayOf(now), ct);
        var notify = changes.Exists(c => IsHasty(c.Shard)) ? StoredChannel : null;
        var outcome = await database.UseAsync(
            (connection, token) => ShardWrites.StoreAsync(connection, changes, keeps, log.LogId, now, notify, token), ct);
        foreach (var reader in readers)
        {
            if (outcome.Superseded.Contains(reader.Shard))
            {
                reader.Supersede();
                HistoryTelemetry.Superseded.Add(1);
            }
            else
            {
                reader.Stored(outcome.Known);
            }
        }

        _lastStore = time.GetElapsedTime(began);
        HistoryTelemetry.WriteSeconds.Record(_lastStore.TotalSeconds);
        if (_failing)
        {
            Log.Stores(logger);
            _failing = false;
        }
    }

    // Needed for what may be forgotten only, so an old answer does.
    private async ValueTask<long> FirstAsync(ShardReader reader, CancellationToken ct)
    {
        var shard = reader.Shard;
        if (!_firsts.TryGetValue(shard, out var first) || time.GetElapsedTime(first.At) > FirstsAge)
        {
            var bounds = await log.BoundsAsync(shard, ct);
            _firsts[shard] = first = (bounds.First, time.GetTimestamp());
            reader.ShowEnd(bounds.Next);
        }

        return first.First;
    }

    private static partial class Log
    {
        [LoggerMessage(10, LogLevel.Error, "The history could not be stored; it is kept in memory and tried again.")]
        internal static partial void Failed(ILogger logger, Exception cause);

        [LoggerMessage(11, LogLevel.Information, "The history is stored again.")]
        internal static partial void Stores(ILogger logger);
    }
}
