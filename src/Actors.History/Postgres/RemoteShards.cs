using System.Globalization;
using Actors.Log;
using Npgsql;

namespace Actors.History.Postgres;

/// <summary>
/// How far the shards have come that other nodes follow. Who waits tells those nodes by NOTIFY, so that they store at once, and
/// hears of it by NOTIFY; where that fails it looks again and again. Thread-safe.
/// </summary>
internal sealed class RemoteShards(HistoryDatabase database, JobReads reads, PostgresHistoryOptions options, int shardCount, TimeProvider time)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private readonly long[] _next = [.. Enumerable.Repeat(0L, shardCount)];
    private readonly Lock _gate = new();
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The channel on which it is told that somebody waits.</summary>
    internal string WantedChannel => $"{options.Schema}_wanted";

    /// <summary>How far a shard was when it was last heard of.</summary>
    internal long Watermark(int shard) => Volatile.Read(ref _next[shard]);

    /// <summary>Takes what was told: shards and their watermarks.</summary>
    internal void Take(string told)
    {
        foreach (var part in told.Split(','))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && int.TryParse(part.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var shard) && shard < _next.Length
                && long.TryParse(part.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var next))
            {
                Raise(shard, next);
            }
        }

        Tell();
    }

    /// <summary>Looks how far all shards are.</summary>
    internal async Task LookAsync(CancellationToken ct)
    {
        foreach (var (shard, next) in await reads.WatermarksAsync(ct))
        {
            if (shard < _next.Length)
            {
                Raise(shard, next);
            }
        }
    }

    /// <summary>Waits until the record at an offset is stored; false when the shard has become this node's own meanwhile.</summary>
    /// <exception cref="LogUnavailableException">It was not in time, or the database is away.</exception>
    internal async Task<bool> WaitForAsync(int shard, long offset, Func<bool> isLocal, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        while (Watermark(shard) <= offset && !isLocal())
        {
            if (time.GetElapsedTime(began) > options.QuestionTimeout)
            {
                throw new LogUnavailableException($"The history of shard {shard} has not come to offset {offset} in time; no node follows it now, or it is far behind.");
            }

            Task moved;
            lock (_gate)
            {
                moved = _moved.Task;
            }

            await LookAsync(ct);
            if (Watermark(shard) > offset)
            {
                return true;
            }

            await AskAsync(ct);
            await Task.WhenAny(moved, Task.Delay(LookInterval, time, ct));
            ct.ThrowIfCancellationRequested();
        }

        return Watermark(shard) > offset;
    }

    private ValueTask<int> AskAsync(CancellationToken ct) => database.AskAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand("SELECT pg_notify($1, '')", connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = WantedChannel });
            return await command.ExecuteNonQueryAsync(token);
        },
        ct);

    private void Raise(int shard, long next)
    {
        var seen = Volatile.Read(ref _next[shard]);
        while (next > seen && Interlocked.CompareExchange(ref _next[shard], next, seen) is var now && now != seen)
        {
            seen = now;
        }
    }

    private void Tell()
    {
        TaskCompletionSource moved;
        lock (_gate)
        {
            (moved, _moved) = (_moved, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        moved.TrySetResult();
    }
}
