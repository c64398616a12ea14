using Actors.Sessions.Wire;

namespace Actors.Sessions.Windows;

/// <summary>
/// Events under rising numbers, the oldest dropped first. Grows from nothing by doubling, so that a quiet channel owns no
/// array. Not thread-safe.
/// </summary>
internal struct WindowRing
{
    private WireEvent?[]? _slots;

    /// <summary>The number of the oldest event.</summary>
    public long First { get; private set; }

    /// <summary>The number that the next event gets.</summary>
    public long End { get; private set; }

    public readonly int Count => (int)(End - First);

    public readonly WireEvent this[long number] => _slots![number & (_slots.Length - 1)]!;

    public void Add(WireEvent item)
    {
        if (_slots is null || Count == _slots.Length)
        {
            Grow();
        }

        _slots![End & (_slots.Length - 1)] = item;
        End++;
    }

    public WireEvent RemoveFirst()
    {
        ref var slot = ref _slots![First & (_slots.Length - 1)];
        var item = slot!;
        slot = null;
        First++;
        return item;
    }

    public void Clear()
    {
        _slots = null;
        First = End;
    }

    /// <summary>The number of the first event that stands behind a position; a binary search.</summary>
    public readonly long FirstBehind(long position)
    {
        var (low, high) = (First, End);
        while (low < high)
        {
            var middle = low + ((high - low) >> 1);
            (low, high) = this[middle].At > position ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private void Grow()
    {
        var slots = new WireEvent?[_slots is null ? 4 : _slots.Length * 2];
        for (var i = First; i < End; i++)
        {
            slots[i & (slots.Length - 1)] = this[i];
        }

        _slots = slots;
    }
}
