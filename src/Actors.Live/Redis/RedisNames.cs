using System.Globalization;
using System.Text;

namespace Actors.Live.Redis;

/// <summary>
/// The names of the bus' channels in Redis. All carry the log's id, so clusters that share a Redis never hear each other.
/// Thread-safe.
/// </summary>
internal sealed class RedisNames(string prefix, uint logId)
{
    private readonly string _prefix = string.Create(CultureInfo.InvariantCulture, $"{prefix}:{logId:x8}:");

    /// <summary>Where the frames of a channel go.</summary>
    internal byte[] Frames(string channel) => Name("frames:", channel);

    /// <summary>Where a channel's ephemeral events go beside <see cref="Frames"/>, for the node of the shard's owner.</summary>
    internal byte[] Asides(string channel) => Name("asides:", channel);

    /// <summary>Where the digests of a shard go.</summary>
    internal byte[] Digests(int shard) => Name("digests:", shard.ToString(CultureInfo.InvariantCulture));

    /// <summary>Where an owner hears that somebody wants a digest, or listens to a channel.</summary>
    internal byte[] Requests(int shard) => Name("requests:", shard.ToString(CultureInfo.InvariantCulture));

    /// <summary>The key of something that is no channel.</summary>
    internal string Key(string kind, string name) => string.Concat(_prefix, kind, ":", name);

    private byte[] Name(string kind, string of) => Encoding.UTF8.GetBytes(string.Concat(_prefix, kind, of));
}
