using System.Runtime.InteropServices;

namespace Actors.Log.Kafka.Writes;

/// <summary><c>rd_kafka_message_t</c> of a delivery report.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct RdReport
{
    internal readonly int Error;
    private readonly nint _topic;
    private readonly int _partition;
    private readonly nint _value;
    private readonly nuint _valueLength;
    private readonly nint _key;
    private readonly nuint _keyLength;
    internal readonly long Offset;
    internal readonly nint Ticket;
}
