using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Actors.Live.Redis;

/// <summary>
/// The names of the bus' channels in Redis. All carry the log's id, so clusters that share a Redis never hear each other.
/// Thread-safe.
/// </summary>
internal sealed class RedisNames(string prefix, uint logId)
{
    /// <summary>Names of frames' channels are kept for so many channels: about 3 MiB. Beyond it the memory begins anew.</summary>
    private const int MaxKept = 16 * 1024;

    private readonly string _prefix = string.Create(CultureInfo.InvariantCulture, $"{prefix}:{logId:x8}:");
    private readonly ConcurrentDictionary<string, byte[]> _frames = new(StringComparer.Ordinal);
    private int _kept;

    /// <summary>Where the frames of a channel go.</summary>
    internal byte[] Frames(string channel)
    {
        if (_frames.TryGetValue(channel, out var name))
        {
            return name;
        }

        if (Interlocked.Increment(ref _kept) > MaxKept)
        {
            _frames.Clear();
            Volatile.Write(ref _kept, 1);
        }

        return _frames[channel] = Name("frames:", channel);
    }

    /// <summary>Where a channel's ephemeral events go beside <see cref="Frames"/>, for the node of the shard's owner.</summary>
    internal byte[] Asides(string channel) => Name("asides:", channel);

    /// <summary>Where the digests of a shard go.</summary>
    internal byte[] Digests(int shard) => Name("digests:", shard.ToString(CultureInfo.InvariantCulture));

    /// <summary>Where an owner hears that somebody wants a digest.</summary>
    internal byte[] Requests(int shard) => Name("requests:", shard.ToString(CultureInfo.InvariantCulture));

    /// <summary>The key of something that is no channel.</summary>
    internal string Key(string kind, string name) => string.Concat(_prefix, kind, ":", name);

    private byte[] Name(string kind, string of) => Encoding.UTF8.GetBytes(string.Concat(_prefix, kind, of));
}
