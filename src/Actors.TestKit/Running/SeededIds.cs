using Actors.Contracts;

namespace Actors.TestKit.Running;

/// <summary>UUIDv7 ids from a deterministic dispatcher's time and chance.</summary>
internal sealed class SeededIds(DeterministicDispatcher dispatcher) : IIdSource
{
    public Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        dispatcher.Random.NextBytes(bytes);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, (dispatcher.Time.GetUtcNow().ToUnixTimeMilliseconds() << 16) | 0x7000 | (long)(bytes[6] & 0xf) << 8 | bytes[7]);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
