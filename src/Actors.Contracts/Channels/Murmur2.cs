using System.Buffers.Binary;

namespace Actors.Contracts.Channels;

/// <summary>The 32-bit murmur2 hash with the seed that Kafka's Java client uses for keys (KIP-480's DefaultPartitioner).</summary>
public static class Murmur2
{
    private const uint Seed = 0x9747b28c;
    private const uint Multiplier = 0x5bd1e995;

    /// <summary>The shard of a key: the hash without its sign, modulo the shard count.</summary>
    public static int ShardOf(ReadOnlySpan<byte> key, int shardCount) => (int)((Hash(key) & 0x7fffffff) % (uint)shardCount);

    /// <summary>The hash of a key.</summary>
    public static uint Hash(ReadOnlySpan<byte> key)
    {
        var h = Seed ^ (uint)key.Length;
        while (key.Length >= 4)
        {
            var k = BinaryPrimitives.ReadUInt32LittleEndian(key) * Multiplier;
            k ^= k >> 24;
            h = (h * Multiplier) ^ (k * Multiplier);
            key = key[4..];
        }

        if (key.Length >= 3)
        {
            h ^= (uint)key[2] << 16;
        }

        if (key.Length >= 2)
        {
            h ^= (uint)key[1] << 8;
        }

        if (key.Length >= 1)
        {
            h = (h ^ key[0]) * Multiplier;
        }

        h ^= h >> 13;
        h *= Multiplier;
        return h ^ (h >> 15);
    }
}
