using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Actors.History.Following;

namespace Actors.History;

/// <summary>What the histories of this process show to the meter, asked when somebody listens. Thread-safe.</summary>
internal sealed class HistoryGauge : IDisposable
{
    private static readonly ConcurrentDictionary<HistoryGauge, bool> All = new();

    private readonly Func<bool> _isUp;
    private readonly Func<IReadOnlyList<ShardReader>> _readers;

    internal HistoryGauge(Func<bool> isUp, Func<IReadOnlyList<ShardReader>> readers)
    {
        (_isUp, _readers) = (isUp, readers);
        All[this] = true;
    }

    /// <summary>1 while what is seen can be stored, 0 while it cannot; nothing where there is no history.</summary>
    internal static IEnumerable<Measurement<int>> Up() =>
        All.IsEmpty ? [] : [new Measurement<int>(All.Keys.All(gauge => gauge._isUp()) ? 1 : 0)];

    /// <summary>How many records each followed shard's store is behind the log's end.</summary>
    internal static IEnumerable<Measurement<long>> Behind() => All.Keys.SelectMany(gauge => gauge._readers()).Select(
        reader => new Measurement<long>(Math.Max(0, reader.Behind), new KeyValuePair<string, object?>("shard", reader.Shard)));

    public void Dispose() => All.TryRemove(this, out _);
}
