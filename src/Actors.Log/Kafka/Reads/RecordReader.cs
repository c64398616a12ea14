using System.Runtime.InteropServices;
using Actors.Log.Kafka.Native;

namespace Actors.Log.Kafka.Reads;

/// <summary>
/// Turns librdkafka's messages into entries. A record costs itself and its value, and no more for texts that repeat. Thread-safe.
/// </summary>
internal sealed unsafe class RecordReader
{
    private readonly TextCache _texts = new();

    /// <summary>The entry; null when the message is no record of the log and counts as if it were not there.</summary>
    /// <exception cref="RecordFormatException">This node does not understand the record, but another may.</exception>
    internal LogEntry? Read(RdMessage* message)
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
        return RecordMapping.Read(key, message->Value.ToArray(), headers, _texts) is { } record
            ? new LogEntry(message->Offset, RdReading.MessageTimestamp(message, null), record)
            : null;
    }
}
