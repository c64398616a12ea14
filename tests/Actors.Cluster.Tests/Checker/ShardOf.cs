using System.Text;

namespace Actors.Cluster.Tests.Checker;

/// <summary>Where Kafka's Java client would put a key.</summary>
internal static class ShardOf
{
    public static int Key(string key, int shards)
    {
        var data = Encoding.UTF8.GetBytes(key);
        var h = unchecked((int)0x9747b28c) ^ data.Length;
        const int m = 0x5bd1e995;
        for (var i = 0; i + 4 <= data.Length; i += 4)
        {
            var k = BitConverter.ToInt32(data, i) * m;
            k ^= k >>> 24;
            h = (h * m) ^ (k * m);
        }

        var tail = data.Length & ~3;
        for (var i = (data.Length & 3) - 1; i >= 0; i--)
        {
            h ^= (data[tail + i] & 0xff) << (8 * i);
        }

        if ((data.Length & 3) != 0)
        {
            h *= m;
        }

        h ^= h >>> 13;
        h *= m;
        h ^= h >>> 15;
        return (h & 0x7fffffff) % shards;
    }

    /// <summary>Channels such that each shard has one: <c>channel:&lt;name&gt;-&lt;n&gt;</c>.</summary>
    public static string[] OneChannelEach(string name, int shards)
    {
        var channels = new string[shards];
        for (var (i, found) = (0, 0); found < shards; i++)
        {
            var channel = $"channel:{name}-{i}";
            ref var place = ref channels[Key(channel, shards)];
            found += place is null ? 1 : 0;
            place ??= channel;
        }

        return channels;
    }
}
