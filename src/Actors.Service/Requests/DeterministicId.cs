using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Actors.Service.Requests;

/// <summary>Ids that follow from another id and an index, so that a repeated request names the same things.</summary>
internal static class DeterministicId
{
    /// <summary>The id of the thing at an index under a command (UUIDv8, RFC 9562 §5.8).</summary>
    public static Guid Of(Guid command, int index)
    {
        Span<byte> source = stackalloc byte[20];
        command.TryWriteBytes(source, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(source[16..], index);
        return FromHash(source);
    }

    /// <summary>The id that follows from some bytes.</summary>
    public static Guid FromHash(ReadOnlySpan<byte> source)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(source, hash);
        hash[6] = (byte)(0x80 | (hash[6] & 0x0f));
        hash[8] = (byte)(0x80 | (hash[8] & 0x3f));
        return new Guid(hash[..16], bigEndian: true);
    }
}
