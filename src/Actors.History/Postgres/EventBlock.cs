using System.Buffers;
using Actors.Log;

namespace Actors.History.Postgres;

/// <summary>
/// Neighbouring events of one channel as they are stored, in one row: for each its distance to the one before in offset and
/// time, its header as the log writes it, and its value, all lengths and numbers LEB128. A row costs as much as an event would,
/// so events that are stored together share one.
/// </summary>
internal static class EventBlock
{
    /// <summary>The most events in a block: a reader that wants a few does not decode thousands.</summary>
    internal const int MaxCount = 256;

    /// <summary>A block ends when it has so many bytes.</summary>
    internal const int MaxBytes = 32 * 1024;

    /// <summary>Writes an event behind another; for the first one these are the block's first offset and time.</summary>
    internal static void Write(IBufferWriter<byte> output, in LogEntry entry, long previousOffset, long previousTime)
    {
        var record = entry.Record;
        var most = RecordHeader.MaxLength(record);
        var span = output.GetSpan(40 + most);
        var at = Number(span, (ulong)(entry.Offset - previousOffset));
        var time = entry.Time - previousTime;
        at += Number(span[at..], (ulong)((time << 1) ^ (time >> 63)));
        var header = span.Slice(at + 2, most);
        var length = RecordHeader.Write(record, header);
        if (length >= 1 << 14)
        {
            throw new InvalidDataException("A record's header is longer than an event's can be.");
        }

        (span[at], span[at + 1]) = ((byte)(length | 0x80), (byte)(length >> 7));
        at += 2 + length;
        at += Number(span[at..], (ulong)record.Value.Length);
        output.Advance(at);
        output.Write(record.Value.Span);
    }

    /// <summary>Reads a block's events in (after, before). Their values share the block's bytes.</summary>
    internal static void Read(byte[] block, string channel, long offset, long time, long after, long before, TextCache texts, List<LogEntry> events)
    {
        for (var at = 0; at < block.Length;)
        {
            offset += (long)Number(block, ref at);
            var moved = Number(block, ref at);
            time += (long)(moved >> 1) ^ -(long)(moved & 1);
            var header = Length(block, ref at);
            var value = at + header;
            var length = Length(block, ref value);
            if (offset > after && offset < before)
            {
                events.Add(new LogEntry(offset, time, RecordHeader.Read(block.AsSpan(at, header), channel, block.AsMemory(value, length), texts)));
            }

            at = value + length;
        }
    }

    private static int Length(byte[] block, ref int at)
    {
        var length = Number(block, ref at);
        return length <= (ulong)(block.Length - at) ? (int)length : throw new InvalidDataException("A stored block of events is cut off.");
    }

    private static int Number(Span<byte> to, ulong number)
    {
        var at = 0;
        for (; number >= 0x80; number >>= 7)
        {
            to[at++] = (byte)(number | 0x80);
        }

        to[at++] = (byte)number;
        return at;
    }

    private static ulong Number(byte[] from, ref int at)
    {
        var number = 0UL;
        for (var shift = 0; at < from.Length && shift < 64; shift += 7)
        {
            var b = from[at++];
            number |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
            {
                return number;
            }
        }

        throw new InvalidDataException("A stored block of events is cut off.");
    }
}
