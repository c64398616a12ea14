namespace Actors.Live;

/// <summary>
/// Carries frames and digests from shard owners to feeds, within a process or over Redis. Publishing never blocks and never
/// fails: what cannot be sent is lost, and readers find it in the log. Thread-safe.
/// </summary>
public interface ILiveBus
{
    /// <summary>False while the bus is known to lose everything (no bus, or its server is away): feeds then scan the log.</summary>
    bool IsUp { get; }

    /// <summary>
    /// How many times the bus went from up to down. A reader that sees it change must look into the log even when the bus is up
    /// again by then.
    /// </summary>
    long Losses { get; }

    /// <summary>Sends a frame to the nodes that listen to its channel.</summary>
    void Publish(Frame frame);

    /// <summary>Sends a digest to the nodes that listen to its shard.</summary>
    void Publish(Digest digest);

    /// <summary>Asks the owner of a shard for a digest now.</summary>
    void RequestDigest(int shard);

    /// <summary>Listens to a channel's frames until disposed. Frames of one publisher may come in any order and from any thread.</summary>
    IDisposable SubscribeChannel(int shard, string channel, ILiveSubscriber subscriber);

    /// <summary>Listens to a shard's digests until disposed.</summary>
    IDisposable SubscribeShard(int shard, ILiveSubscriber subscriber);

    /// <summary>
    /// Listens, as the owner of a shard, to requests for a digest until disposed. Until then the shard's durable frames are all
    /// published here: those of other nodes, which owned it before, need not reach this one.
    /// </summary>
    IDisposable ServeDigests(int shard, Action requested);
}
