namespace Actors.History.Folding;

/// <summary>
/// The rising offsets of some events of one channel, as they are stored: the first one, and the distances between them as
/// LEB128 numbers. One or two bytes an event, so an index entry costs less than the event's id.
/// </summary>
internal sealed class OffsetRun
{
    /// <summary>The most offsets in a run: a reader that wants a few events does not decode thousands.</summary>
    internal const int MaxCount = 512;

    private byte[] _bytes = new byte[16];
    private int _length;

    internal OffsetRun(long first) => (First, Last, Count) = (first, first, 1);

    /// <summary>The first offset.</summary>
    internal long First { get; }

    /// <summary>The last offset.</summary>
    internal long Last { get; private set; }

    /// <summary>How many offsets it holds.</summary>
    internal int Count { get; private set; }

    /// <summary>The distances.</summary>
    internal ReadOnlySpan<byte> Distances => _bytes.AsSpan(0, _length);

    /// <summary>Adds a later offset.</summary>
    internal void Add(long offset)
    {
        var distance = (ulong)(offset - Last);
        if (_bytes.Length < _length + 10)
        {
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        for (; distance >= 0x80; distance >>= 7)
        {
            _bytes[_length++] = (byte)(distance | 0x80);
        }

        _bytes[_length++] = (byte)distance;
        (Last, Count) = (offset, Count + 1);
    }

    /// <summary>Reads a run's offsets.</summary>
    internal static void Read(long first, ReadOnlySpan<byte> distances, List<long> offsets)
    {
        offsets.Add(first);
        var (distance, shift) = (0UL, 0);
        foreach (var b in distances)
        {
            distance |= (ulong)(b & 0x7f) << shift;
            shift += 7;
            if (b < 0x80)
            {
                first += (long)distance;
                offsets.Add(first);
                (distance, shift) = (0, 0);
            }
        }
    }
}
