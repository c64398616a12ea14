namespace Actors.Live.InProcess;

/// <summary>No bus at all (<c>Live:Kind=log</c>): everything is lost and says so, so that feeds scan the log.</summary>
public sealed class LogOnlyBus : ILiveBus
{
    /// <summary>False: readers must not wait for this bus.</summary>
    public bool IsUp => false;

    /// <inheritdoc/>
    public long Losses => 0;

    /// <inheritdoc/>
    public void Publish(Frame frame)
    {
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
    public IDisposable SubscribeChannel(int shard, string channel, ILiveSubscriber subscriber) => Nothing.Instance;

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
