namespace Actors.Live.InProcess;

/// <summary>
/// No bus at all (<c>Live:Kind=log</c>): everything that is in the log is lost and says so, so that feeds scan the log. What is in
/// no log (<c>typing</c>, <c>presence</c>) is heard within the process.
/// </summary>
public sealed class LogOnlyBus : ILiveBus
{
    private readonly InProcessBus _here = new();

    /// <summary>False: readers must not wait for this bus.</summary>
    public bool IsUp => false;

    /// <inheritdoc/>
    public long Losses => 0;

    /// <inheritdoc/>
    public void Publish(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Offset < 0)
        {
            _here.Publish(frame);
        }
    }

    /// <inheritdoc/>
    public void Publish(Digest digest)
    {
    }

    /// <inheritdoc/>
    public void RequestDigest(int shard)
    {
    }

    /// <inheritdoc/>
    public IDisposable SubscribeChannel(int shard, string channel, ILiveSubscriber subscriber) => _here.SubscribeChannel(shard, channel, subscriber);

    /// <inheritdoc/>
    public IDisposable SubscribeShard(int shard, ILiveSubscriber subscriber) => Nothing.Instance;

    /// <inheritdoc/>
    public IDisposable ServeDigests(int shard, Action requested) => Nothing.Instance;

    private sealed class Nothing : IDisposable
    {
        internal static readonly Nothing Instance = new();

        public void Dispose()
        {
        }
    }
}
