namespace Actors.Service.Metrics;

/// <summary>The value of one instrument under one set of tags. Thread-safe; a reader may see a sum and a bucket that differ by a measurement.</summary>
internal sealed class Cell(int bounds)
{
    private readonly long[] _buckets = new long[bounds == 0 ? 0 : bounds + 1];
    private double _value;

    /// <summary>The sum of what was added, or what was set last.</summary>
    public double Value => Volatile.Read(ref _value);

    /// <summary>How many measurements fell into each bucket; the last is for those above all bounds.</summary>
    public IReadOnlyList<long> Buckets => _buckets;

    /// <summary>Replaces the value.</summary>
    public void Set(double value) => Volatile.Write(ref _value, value);

    /// <summary>Adds to the value.</summary>
    public void Add(double value)
    {
        var seen = Volatile.Read(ref _value);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref _value, seen + value, seen);
            if (before.Equals(seen))
            {
                return;
            }

            seen = before;
        }
    }

    /// <summary>Adds to the value and to its bucket.</summary>
    public void Observe(double value, double[] upper)
    {
        var bucket = 0;
        while (bucket < upper.Length && value > upper[bucket])
        {
            bucket++;
        }

        Interlocked.Increment(ref _buckets[bucket]);
        Add(value);
    }
}
