using System.Collections.Concurrent;

namespace Actors.Live.Redis;

/// <summary>
/// Who hears the frames of a shard whose owner is on this node, channel by channel: frames that nobody elsewhere hears are not sent.
/// It knows something only while this node hears who comes (<see cref="LiveMessageKind.Listening"/>), that is on one link, from
/// the moment that the shard's requests are subscribed to; on the next link it begins anew. Thread-safe.
/// </summary>
internal sealed class FrameAudience(RedisWire wire, RedisNames names, RedisSubscription requests, TimeProvider time, TimeSpan interval)
{
    /// <summary>Channels of one shard that are known of: less than 1 MiB. Beyond it the memory begins anew.</summary>
    private const int MaxKept = 4 * 1024;

    private readonly long _interval = (long)(interval.TotalSeconds * time.TimestampFrequency);
    private Knowledge? _known;

    /// <summary>The channel of a frame; null when nothing can be known of it.</summary>
    internal ChannelAudience? Of(string channel)
    {
        // The link first: what is subscribed is then in force on this one or on a later one.
        if (wire.CountingLink is not { } link || !requests.InForce.IsCompletedSuccessfully)
        {
            return null;
        }

        var known = Volatile.Read(ref _known);
        if (known is null || known.Link != link || known.IsFull)
        {
            Volatile.Write(ref _known, known = new Knowledge(link));
        }

        return known.Of(channel, names);
    }

    /// <summary>True when the frame of now need not be sent; else the question that goes with it, if one is due.</summary>
    internal bool Spares(ChannelAudience channel, out AudienceQuestion? question)
    {
        var now = time.GetTimestamp();
        question = null;
        if (channel.Spares(now))
        {
            return true;
        }

        question = channel.Ask(now, _interval);
        return false;
    }

    /// <summary>Another node listens to a channel.</summary>
    internal void Arrived(string channel)
    {
        if (Volatile.Read(ref _known)?.Find(channel) is { } audience)
        {
            audience.Arrived();
        }
    }

    private sealed class Knowledge(RedisLink link)
    {
        private readonly ConcurrentDictionary<string, ChannelAudience> _channels = new(StringComparer.Ordinal);
        private int _kept;

        internal RedisLink Link => link;

        internal bool IsFull => Volatile.Read(ref _kept) >= MaxKept;

        internal ChannelAudience? Find(string channel) => _channels.GetValueOrDefault(channel);

        internal ChannelAudience Of(string channel, RedisNames names)
        {
            if (_channels.TryGetValue(channel, out var audience))
            {
                return audience;
            }

            Interlocked.Increment(ref _kept);
            return _channels.GetOrAdd(channel, static (channel, names) => new ChannelAudience(names.Frames(channel)), names);
        }
    }
}
