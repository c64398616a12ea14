namespace Actors.Live;

/// <summary>Who hears the live bus. Calls come from any thread and must not block; a feed passes them to its mailbox.</summary>
public interface ILiveSubscriber
{
    /// <summary>A frame of a channel that was subscribed to.</summary>
    void OnFrame(Frame frame);

    /// <summary>A digest of a shard that was subscribed to.</summary>
    void OnDigest(Digest digest);
}
