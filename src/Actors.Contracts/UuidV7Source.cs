using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Actors.Contracts;

/// <summary>
/// UUIDv7 ids (RFC 9562 §5.7) from a clock and the system's random source, which is asked for many ids at a time: one by one
/// the question costs more than everything else in an id. Thread-safe.
/// </summary>
public sealed class UuidV7Source(TimeProvider time) : IIdSource
{
    private const int RandomPerId = 10;
    private const int Ids = 100;

    [ThreadStatic]
    private static byte[]? _random;

    [ThreadStatic]
    private static int _left;

    /// <inheritdoc/>
    public Guid Next()
    {
        var random = _random ??= new byte[RandomPerId * Ids];
        if (_left == 0)
        {
            RandomNumberGenerator.Fill(random);
            _left = Ids;
        }

        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, time.GetUtcNow().ToUnixTimeMilliseconds() << 16);
        random.AsSpan(--_left * RandomPerId, RandomPerId).CopyTo(id[6..]);
        id[6] = (byte)(0x70 | (id[6] & 0x0f));
        id[8] = (byte)(0x80 | (id[8] & 0x3f));
        return new Guid(id, bigEndian: true);
    }
}
