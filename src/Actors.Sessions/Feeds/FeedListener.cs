using Actors.Live;

namespace Actors.Sessions.Feeds;

/// <summary>
/// Passes what the bus carries to a feed's mailbox. Frames beyond a bound are left out: the next one, or a digest, shows the
/// hole, and the feed reads the log. Thread-safe.
/// </summary>
internal sealed class FeedListener(IActorRef feed, SessionCounters counters) : ILiveSubscriber
{
    /// <summary>About a second of a busy shard.</summary>
    private const int MaxWaiting = 16 * 1024;
    private int _waiting;

    public void OnFrame(Frame frame)
    {
        if (Interlocked.Increment(ref _waiting) > MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            counters.DroppedFrame();
            return;
        }

        feed.Tell(frame, ActorRefs.NoSender);
    }

    public void OnDigest(Digest digest) => feed.Tell(digest, ActorRefs.NoSender);

    /// <summary>The feed has taken a frame out of its mailbox.</summary>
    public void Taken() => Interlocked.Decrement(ref _waiting);
}
