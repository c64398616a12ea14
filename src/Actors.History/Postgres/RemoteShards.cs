using System.Globalization;

namespace Actors.History.Postgres;

/// <summary>
/// How far the shards have come that other nodes follow. Who waits tells those nodes by NOTIFY, so that they store at once, and
/// hears of it by NOTIFY; where that fails it looks again and again. Thread-safe.
/// </summary>
internal sealed class RemoteShards(JobReads reads, PostgresHistoryOptions options, int shardCount, TimeProvider time)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private readonly long[] _next = [.. Enumerable.Repeat(0L, shardCount)];
    private readonly int[] _wanted = new int[shardCount];
    private readonly Rounds _rounds = new();
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

    /// <summary>The shards that a message on <see cref="WantedChannel"/> names.</summary>
    internal static IEnumerable<int> Wanted(string told) =>
        told.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var shard) ? shard : int.MaxValue);

    /// <summary>Waits until the record at an offset is stored; false when the shard has become this node's own meanwhile.</summary>
    /// <exception cref="HistoryUnavailableException">The database is away.</exception>
    internal async Task<bool> WaitForAsync(int shard, long offset, Func<bool> isLocal, CancellationToken ct)
    {
        Interlocked.Increment(ref _wanted[shard]);
        try
        {
            while (Watermark(shard) <= offset && !isLocal())
            {
                Task moved;
                lock (_gate)
                {
                    moved = _moved.Task;
                }

                await _rounds.NextAsync(LookAsync).WaitAsync(ct);
                if (Watermark(shard) <= offset)
                {
                    await Task.WhenAny(moved, Task.Delay(LookInterval, time, ct));
                    ct.ThrowIfCancellationRequested();
                }
            }

            return Watermark(shard) > offset;
        }
        finally
        {
            Interlocked.Decrement(ref _wanted[shard]);
        }
    }

    // One question for all who wait, and one word to those who store.
    private async Task LookAsync()
    {
        var wanted = string.Join(',', Enumerable.Range(0, _wanted.Length).Where(shard => Volatile.Read(ref _wanted[shard]) > 0));
        foreach (var (shard, next) in await reads.WatermarksAsync(WantedChannel, wanted, CancellationToken.None))
        {
            if (shard < _next.Length)
            {
                Raise(shard, next);
            }
        }
    }

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
