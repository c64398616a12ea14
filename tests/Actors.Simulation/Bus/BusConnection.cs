using Actors.Live;

namespace Actors.Simulation.Bus;

/// <summary>
/// One node's connection to a simulated bus. What comes waits in <see cref="Inbox"/> until it is delivered; with
/// <see cref="IsImmediate"/> it is delivered at once.
/// </summary>
public sealed class BusConnection : ILiveBus
{
    private readonly SimulatedBus _bus;
    private readonly List<(string Channel, ILiveSubscriber Subscriber)> _channels = [];
    private readonly List<(int Shard, ILiveSubscriber Subscriber)> _shards = [];
    private readonly List<(int Shard, Action Requested)> _owners = [];
    private bool _isCut;

    internal BusConnection(SimulatedBus bus) => _bus = bus;

    /// <summary>Frames and digests on their way to this node, in the order of their sending.</summary>
    public List<object> Inbox { get; } = [];

    /// <summary>True where nothing is lost or late.</summary>
    public bool IsImmediate { get; set; }

    /// <inheritdoc/>
    public bool IsUp
    {
        get;
        set
        {
            Losses += field && !value ? 1 : 0;
            field = value;
        }
    } = true;

    /// <inheritdoc/>
    public long Losses { get; private set; }

    /// <summary>Delivers what stands at an index of the inbox, and takes it away unless it shall come again.</summary>
    public void Deliver(int index, bool again = false)
    {
        var message = Inbox[index];
        if (!again)
        {
            Inbox.RemoveAt(index);
        }

        Hand(message);
    }

    /// <summary>The node dies.</summary>
    public void Cut()
    {
        _isCut = true;
        _bus.Remove(this);
        Inbox.Clear();
    }

    /// <inheritdoc/>
    public void Publish(Frame frame)
    {
        if (!_isCut)
        {
            _bus.Send(frame);
        }
    }

    /// <inheritdoc/>
    public void Publish(Digest digest)
    {
        if (!_isCut)
        {
            _bus.Send(digest);
        }
    }

    /// <inheritdoc/>
    public void RequestDigest(int shard)
    {
        if (!_isCut)
        {
            _bus.Request(shard);
        }
    }

    /// <inheritdoc/>
    public IDisposable SubscribeChannel(int shard, string channel, ILiveSubscriber subscriber) => Add(_channels, (channel, subscriber));

    /// <inheritdoc/>
    public IDisposable SubscribeShard(int shard, ILiveSubscriber subscriber) => Add(_shards, (shard, subscriber));

    /// <inheritdoc/>
    public IDisposable ServeDigests(int shard, Action requested) => Add(_owners, (shard, requested));

    internal void Enqueue(object message)
    {
        if (IsImmediate)
        {
            Hand(message);
        }
        else
        {
            Inbox.Add(message);
        }
    }

    internal void Requested(int shard)
    {
        foreach (var (_, requested) in _owners.Where(o => o.Shard == shard).ToArray())
        {
            requested();
        }
    }

    private void Hand(object message)
    {
        if (message is Frame frame)
        {
            foreach (var (_, subscriber) in _channels.Where(c => c.Channel == frame.Channel).ToArray())
            {
                subscriber.OnFrame(frame);
            }
        }
        else if (message is Digest digest)
        {
            foreach (var (_, subscriber) in _shards.Where(s => s.Shard == digest.Shard).ToArray())
            {
                subscriber.OnDigest(digest);
            }
        }
    }

    private static Subscription Add<T>(List<T> list, T entry)
    {
        list.Add(entry);
        return new Subscription(() => list.Remove(entry));
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
