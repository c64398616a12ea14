using System.Buffers.Binary;
using System.Text;
using Actors.Contracts.Jobs;

namespace Actors.Log;

/// <summary>
/// 64-bit numbers that stand for channels and jobs in an index: small, and equal texts have equal numbers. Two texts may share
/// one, so who looks something up compares the text as well. Stored: the computation never changes.
/// </summary>
internal static class KeyHash
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>FNV-1a over eight bytes at a time, with a final mix.</summary>
    internal static long Of(ReadOnlySpan<byte> utf8)
    {
        var hash = Offset ^ (ulong)utf8.Length;
        for (; utf8.Length >= 8; utf8 = utf8[8..])
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8));
        }

        foreach (var b in utf8)
        {
            hash = (hash ^ b) * Prime;
        }

        return (long)Mix(hash);
    }

    /// <summary>The number of a channel.</summary>
    internal static long OfChannel(string channel) => OfText(channel);

    /// <summary>
    /// The number of a job: the first 64 bits of its UUIDv7, which rise with time, so that jobs that run together are
    /// neighbours in an index; a hash for any other text.
    /// </summary>
    internal static long OfJob(string job) =>
        JobId.TryParse(job, out _) && Guid.TryParseExact(job.AsSpan(job.IndexOf('-', StringComparison.Ordinal) + 1), "N", out var unique)
            ? First64Bits(unique)
            : OfText(job);

    private static long First64Bits(Guid unique)
    {
        Span<byte> bytes = stackalloc byte[16];
        unique.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }

    private static long OfText(string text)
    {
        var utf8 = text.Length <= 128 ? stackalloc byte[384] : new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        return Of(utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
    }

    private static ulong Mix(ulong hash)
    {
        hash *= Prime;
        hash ^= hash >> 32;
        hash *= 0x9E3779B97F4A7C15;
        return hash ^ (hash >> 29);
    }
}
