using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Actors.Log.Kafka.Native;

namespace Actors.Log.Kafka.Reads;

/// <summary>
/// Turns librdkafka's messages into entries. A record costs itself and its value, and no more for texts that repeat; one that was
/// written here costs nothing. Thread-safe.
/// </summary>
internal sealed unsafe class RecordReader
{
    // Longer than any header of an owner's records that repeat.
    private const int OnStack = 1024;

    private readonly TextCache _texts = new();

    /// <summary>The entry; null when the message is no record of the log and counts as if it were not there.</summary>
    /// <param name="message">The message.</param>
    /// <param name="written">What was written here and comes back; null where that is not known.</param>
    /// <exception cref="RecordFormatException">This node does not understand the record, but another may.</exception>
    internal LogEntry? Read(RdMessage* message, WrittenRecords? written = null)
    {
        nint list;
        var headers = default(ForeignHeaders);
        if (RdReading.MessageHeaders(message, &list) == RdKafka.Ok)
        {
            byte* name;
            byte* value;
            nuint size;
            for (nuint i = 0; RdReading.HeaderAt(list, i, &name, &value, &size) == RdKafka.Ok; i++)
            {
                headers.Add(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name), new ReadOnlySpan<byte>(value, checked((int)size)));
            }
        }

        var key = new ReadOnlySpan<byte>(message->Key, checked((int)message->KeyLength));
        var record = (written is null ? null : Written(key, message->Value, headers, written))
            ?? RecordMapping.Read(key, message->Value.ToArray(), headers, _texts);
        return record is null ? null : new LogEntry(message->Offset, RdReading.MessageTimestamp(message, null), record);
    }

    /// <summary>The record that was written here, if key, value and header are its own byte for byte.</summary>
    [SkipLocalsInit]
    internal static LogRecord? Written(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, in ForeignHeaders headers, WrittenRecords written)
    {
        if (!headers.IsOurs
            || !RecordHeader.TryReadPlace(headers.Actors, out var stamp, out var seq)
            || written.Take(stamp, seq) is not { } record
            || RecordHeader.MaxLength(record) > OnStack)
        {
            return null;
        }

        Span<byte> header = stackalloc byte[OnStack];
        return headers.Actors.SequenceEqual(header[..RecordHeader.Write(record, header)])
            && Ascii.Equals(key, record.Channel)
            && value.SequenceEqual(record.Value.Span)
                ? record
                : null;
    }
}
