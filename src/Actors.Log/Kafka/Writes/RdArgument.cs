using System.Runtime.InteropServices;

namespace Actors.Log.Kafka.Writes;

/// <summary><c>rd_kafka_vu_t</c>: one argument of <c>rd_kafka_produceva</c>. The pointers must hold for the call only.</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
internal unsafe struct RdArgument
{
    private const int TopicType = 2;
    private const int PartitionType = 3;
    private const int ValueType = 4;
    private const int KeyType = 5;
    private const int OpaqueType = 6;
    private const int FlagsType = 7;
    private const int HeaderType = 9;

    [FieldOffset(0)]
    private int _type;

    [FieldOffset(8)]
    private nint _pointer;

    [FieldOffset(8)]
    private int _number;

    [FieldOffset(16)]
    private nint _second;

    [FieldOffset(24)]
    private nint _third;

    internal static RdArgument Topic(nint topic) => new() { _type = TopicType, _pointer = topic };

    internal static RdArgument Partition(int partition) => new() { _type = PartitionType, _number = partition };

    internal static RdArgument Value(byte* bytes, int length) => new() { _type = ValueType, _pointer = (nint)bytes, _second = length };

    internal static RdArgument Key(byte* bytes, int length) => new() { _type = KeyType, _pointer = (nint)bytes, _second = length };

    internal static RdArgument Opaque(nint opaque) => new() { _type = OpaqueType, _pointer = opaque };

    internal static RdArgument Flags(int flags) => new() { _type = FlagsType, _number = flags };

    /// <param name="name">Ends with a zero byte.</param>
    /// <param name="bytes">The header's value.</param>
    /// <param name="length">Its length.</param>
    internal static RdArgument Header(ReadOnlySpan<byte> name, byte* bytes, int length) =>
        new() { _type = HeaderType, _pointer = (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(name)), _second = (nint)bytes, _third = length };
}
