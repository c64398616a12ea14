namespace Actors.Live.Redis;

/// <summary>
/// What this node listens to of one shard's frames. Where the shard's owner is on this node, its frames are here before they are
/// in Redis: then only what other nodes say aside (<see cref="RedisNames.Asides"/>) is listened to, and no frame comes back as an
/// echo, which would cost as much as one from elsewhere. Thread-safe.
/// </summary>
/// <param name="wire">The shard's server.</param>
/// <param name="names">The names there.</param>
/// <param name="listening">Tells the owner that this node listens to a channel.</param>
internal sealed class FrameSubscriptions(RedisWire wire, RedisNames names, Action<string> listening)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Listener> _listeners = [];
    private FrameAudience? _audience;
    private int _owners;

    /// <summary>True while the shard's owner is on this node.</summary>
    internal bool IsOwner => Volatile.Read(ref _owners) > 0;

    /// <summary>Who hears the owner's frames elsewhere; null while it is not on this node, or nobody wants to know.</summary>
    internal FrameAudience? Audience => Volatile.Read(ref _audience);

    /// <summary>Listens to a channel's frames until disposed.</summary>
    internal IDisposable Subscribe(string channel, Action<byte[]?> received)
    {
        lock (_gate)
        {
            var listener = new Listener(this, channel, received);
            listener.Remote = Want(listener);
            _listeners.Add(listener);
            return listener;
        }
    }

    /// <summary>The shard's owner is on this node until disposed; the audience begins to be known.</summary>
    internal IDisposable Own(FrameAudience? audience)
    {
        Count(1, audience);
        return new Ownership(this);
    }

    private void Count(int owners, FrameAudience? audience)
    {
        lock (_gate)
        {
            var was = IsOwner;
            _owners += owners;
            if (IsOwner == was)
            {
                return;
            }

            Volatile.Write(ref _audience, audience);

            // The new subscription first: in between a frame may come twice, which is noticed, but none is missed for want of one.
            foreach (var listener in _listeners)
            {
                var before = listener.Remote;
                listener.Remote = Want(listener);
                before.Dispose();
            }
        }
    }

    private RedisSubscription Want(Listener listener) => IsOwner
        ? wire.Subscribe(string.Concat("a", listener.Channel), names.Asides(listener.Channel), listener.Received)
        : wire.Subscribe(string.Concat("f", listener.Channel), names.Frames(listener.Channel), listener.Received, () => listening(listener.Channel));

    private void Leave(Listener listener)
    {
        lock (_gate)
        {
            if (_listeners.Remove(listener))
            {
                listener.Remote.Dispose();
            }
        }
    }

    private sealed class Listener(FrameSubscriptions shard, string channel, Action<byte[]?> received) : IDisposable
    {
        internal string Channel => channel;

        internal Action<byte[]?> Received => received;

        internal RedisSubscription Remote { get; set; } = null!;

        public void Dispose() => shard.Leave(this);
    }

    private sealed class Ownership(FrameSubscriptions shard) : IDisposable
    {
        private FrameSubscriptions? _shard = shard;

        public void Dispose() => Interlocked.Exchange(ref _shard, null)?.Count(-1, audience: null);
    }
}
