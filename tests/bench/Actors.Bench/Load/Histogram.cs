using System.Numerics;

namespace Actors.Bench.Load;

/// <summary>Counts durations in buckets 1.6 % wide, from 1 µs to 17 minutes. One writer; recording allocates nothing.</summary>
internal sealed class Histogram
{
    private const int SubBits = 6;
    private const int Sub = 1 << SubBits;
    private readonly long[] _buckets = new long[32 * Sub];

    /// <summary>How many durations were recorded.</summary>
    public long Count { get; private set; }

    /// <summary>The longest one, in microseconds.</summary>
    public long Max { get; private set; }

    /// <summary>Records a duration in microseconds; one below zero counts as zero.</summary>
    public void Record(long microseconds)
    {
        var value = Math.Max(0, microseconds);
        _buckets[Math.Min(Index(value), _buckets.Length - 1)]++;
        Count++;
        if (value > Max) Max = value;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_buckets);
        Count = Max = 0;
    }

    /// <summary>The duration below which the given share of all lies, in milliseconds; 0 when there are none.</summary>
    public double Percentile(double share)
    {
        var rank = (long)Math.Ceiling(Count * share);
        long seen = 0;
        for (var i = 0; i < _buckets.Length; i++)
        {
            seen += _buckets[i];
            if (seen >= rank && seen > 0) return Math.Min(Upper(i), Max) / 1000.0;
        }
        return 0;
    }

    private static int Index(long value)
    {
        if (value < Sub) return (int)value;
        var shift = BitOperations.Log2((ulong)value) - SubBits;
        return (shift + 1) * Sub + (int)(value >> shift) - Sub;
    }

    private static long Upper(int index)
    {
        if (index < Sub) return index;
        var shift = index / Sub - 1;
        return ((long)(index % Sub + Sub + 1) << shift) - 1;
    }
}
