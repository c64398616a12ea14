using System.Collections.Concurrent;

namespace Actors.Live.Tests.Support;

/// <summary>Keeps what it hears, from any thread.</summary>
internal sealed class Listener : ILiveSubscriber
{
    public ConcurrentQueue<Frame> Frames { get; } = new();

    public ConcurrentQueue<Digest> Digests { get; } = new();

    public void OnFrame(Frame frame) => Frames.Enqueue(frame);

    public void OnDigest(Digest digest) => Digests.Enqueue(digest);
}
