using System.Buffers;
using Actors.Log;
using Actors.Sessions.Wire;

namespace Actors.Sessions.Replay;

/// <summary>
/// The events of one channel in one page, encoded behind each other as a one-channel session sends them. Made once and shared:
/// such a session copies as much of it as fits into a slice. Immutable.
/// </summary>
internal sealed class PageRun
{
    /// <summary>What a channel without events in the page has.</summary>
    public static readonly PageRun Empty = new([], []);

    private readonly byte[] _bytes;
    private readonly RunEntry[] _entries;

    private PageRun(byte[] bytes, RunEntry[] entries) => (_bytes, _entries) = (bytes, entries);

    public ReadOnlySpan<RunEntry> Entries => _entries;

    public int Length => _bytes.Length;

    /// <summary>Encodes a channel's events, by rising offset.</summary>
    public static PageRun Encode(WireEncoder encoder, ReadOnlySpan<LogEntry> events)
    {
        var size = 0;
        foreach (var entry in events)
        {
            size += SseLines.IdLength(1) + SseLines.DataLength(entry.Record.Value.Length);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(size);
        var entries = new RunEntry[events.Length];
        var at = 0;
        for (var i = 0; i < events.Length; i++)
        {
            var (offset, record) = (events[i].Offset, events[i].Record);
            var idLength = encoder.WriteId(buffer.AsSpan(at), offset);
            var end = at + idLength + SseLines.WriteData(buffer.AsSpan(at + idLength), record.Value.Span);
            entries[i] = new RunEntry(offset, at, idLength, end, record.Type, record.Job);
            at = end;
        }

        var run = new PageRun(buffer.AsSpan(0, at).ToArray(), entries);
        ArrayPool<byte>.Shared.Return(buffer);
        return run;
    }

    /// <summary>The index of the first event behind a position; a binary search.</summary>
    public int FirstBehind(long position)
    {
        var (low, high) = (0, _entries.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _entries[middle].Offset > position ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    public ReadOnlyMemory<byte> Whole(in RunEntry entry) => _bytes.AsMemory(entry.Start, entry.End - entry.Start);

    /// <summary>Neighbouring events from <paramref name="first"/> on that take at most <paramref name="room"/> bytes together.</summary>
    public ReadOnlySpan<byte> Slice(int first, int room, out int count)
    {
        var start = _entries[first].Start;
        var (low, high) = (first, _entries.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _entries[middle].End - start > room ? (low, middle) : (middle + 1, high);
        }

        count = low - first;
        return count == 0 ? [] : _bytes.AsSpan(start, _entries[low - 1].End - start);
    }
}
