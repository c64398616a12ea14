using System.Runtime.InteropServices;

namespace Actors.Log.Kafka.Reads;

/// <summary><c>rd_kafka_message_t</c>: a record, or what went wrong in its place.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct RdMessage
{
    internal int Error;
    internal nint Topic;
    internal int Shard;
    internal byte* Payload;
    internal nuint PayloadLength;
    internal byte* Key;
    internal nuint KeyLength;
    internal long Offset;
    internal nint Private;

    internal readonly ReadOnlySpan<byte> Value => new(Payload, checked((int)PayloadLength));
}
