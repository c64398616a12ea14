using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Actors.Service.Metrics;

/// <summary>
/// One instrument and what was measured by it, by tags. A measurement costs a look-up and an interlocked addition. Thread-safe.
/// </summary>
internal sealed class Series
{
    // Seconds: from what a read-back takes to what a person waits for.
    private static readonly double[] DefaultBounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<TagSet, Cell> _cells = new();
    private readonly double[] _bounds;
    private readonly bool _sets;
    private Cell? _untagged;

    /// <summary>Begins with nothing measured.</summary>
    public Series(Instrument instrument)
    {
        Instrument = instrument;
        var type = instrument.GetType();
        var name = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        IsHistogram = name == typeof(Histogram<>);
        IsCounter = name == typeof(Counter<>) || name == typeof(ObservableCounter<>);

        // Observable instruments and gauges say what is; the others say what was added.
        _sets = instrument.IsObservable || name == typeof(Gauge<>);
        _bounds = IsHistogram ? BoundsOf(instrument) : [];
    }

    /// <summary>The instrument.</summary>
    public Instrument Instrument { get; }

    /// <summary>True when its measurements are sorted into buckets.</summary>
    public bool IsHistogram { get; }

    /// <summary>True when its value only rises.</summary>
    public bool IsCounter { get; }

    /// <summary>The upper bounds of a histogram's buckets, rising.</summary>
    public IReadOnlyList<double> Bounds => _bounds;

    /// <summary>What was measured, by tags.</summary>
    public IEnumerable<KeyValuePair<TagSet, Cell>> Cells => _cells;

    /// <summary>Forgets what an observable instrument has told: what it tells no more (a shard that went to another node) is no longer there.</summary>
    public void BeforeObservation()
    {
        if (Instrument.IsObservable)
        {
            _cells.Clear();
            _untagged = null;
        }
    }

    /// <summary>Takes a measurement.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var cell = tags.Length == 0 ? _untagged ??= CellOf(tags) : CellOf(tags);
        if (_sets)
        {
            cell.Set(value);
        }
        else if (IsHistogram)
        {
            cell.Observe(value, _bounds);
        }
        else
        {
            cell.Add(value);
        }
    }

    private Cell CellOf(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _cells.GetOrAdd(TagSet.From(tags), static (_, series) => new Cell(series._bounds.Length), this);

    private static double[] BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(b => (double)b)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(b => (double)b)],
        _ => DefaultBounds,
    };
}
