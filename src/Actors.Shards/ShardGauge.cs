using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Actors.Shards;

/// <summary>
/// What the owner of a shard shows to the meter: written by its actor, read by whoever listens. A shard that is owned no more
/// shows zeros, so that no listener goes on with the last values. Thread-safe.
/// </summary>
internal sealed class ShardGauge
{
    private static readonly ConcurrentDictionary<int, ShardGauge> All = new();
    private static readonly ShardState[] States = Enum.GetValues<ShardState>();

    private static volatile int s_expected;

    private volatile Values? _values;
    private long _end;

    /// <summary>The gauge of a shard of this process.</summary>
    internal static ShardGauge Of(int shard) => All.GetOrAdd(shard, _ => new ShardGauge());

    /// <summary>The log has so many shards.</summary>
    internal static void Expect(int shards) => s_expected = shards;

    /// <summary>How many shards the log has.</summary>
    internal static int Expected() => s_expected;

    /// <summary>The owner is so now.</summary>
    internal void Show(ShardState state, long position, int open, int running) => _values = new Values(state, position, open, running);

    /// <summary>The shard's next offset was this a moment ago.</summary>
    internal void ShowEnd(long next) => Volatile.Write(ref _end, next);

    /// <summary>Nobody here owns the shard.</summary>
    internal void Clear() => _values = null;

    /// <summary>How many offsets each shard's owner is behind the log's end.</summary>
    internal static IEnumerable<Measurement<long>> Lags() => All.Select(gauge => new Measurement<long>(
        gauge.Value._values is { } values ? Math.Max(0, Volatile.Read(ref gauge.Value._end) - 1 - values.Position) : 0,
        new KeyValuePair<string, object?>("shard", gauge.Key)));

    /// <summary>The jobs of all shards, by state.</summary>
    internal static IEnumerable<Measurement<int>> Jobs()
    {
        var (open, running) = (0, 0);
        foreach (var gauge in All.Values)
        {
            if (gauge._values is { } values)
            {
                open += values.Open;
                running += values.Running;
            }
        }

        yield return new Measurement<int>(open, State("open"));
        yield return new Measurement<int>(running, State("running"));
        yield return new Measurement<int>(Math.Max(0, open - running), State("queued"));
    }

    /// <summary>The owned shards, by their owner's state.</summary>
    internal static IEnumerable<Measurement<int>> Owned() => States.Select(state => new Measurement<int>(
        All.Values.Count(gauge => gauge._values?.State == state), State(state.ToString())));

    private static KeyValuePair<string, object?> State(string state) => new("state", state);

    private sealed record Values(ShardState State, long Position, int Open, int Running);
}
