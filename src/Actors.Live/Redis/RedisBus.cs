using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using Actors.Contracts;
using Actors.Live.InProcess;
using Microsoft.Extensions.Logging;

namespace Actors.Live.Redis;

/// <summary>
/// The live bus of a cluster, over Redis' publish and subscribe:
/// <code>
///   Publish ──▶ own subscribers, at once, by reference
///           └─▶ Redis, unless nobody listens there ──▶ other nodes' subscribers
///                     └─▶ this node, where it listens too (digests, ephemeral events): its own sender number, dropped unread
/// </code>
/// A channel's frames have a Redis channel of their own, subscribed to only while somebody here listens and the shard's owner is
/// elsewhere; so have a shard's digests, and the requests for them. Frames that no other node listens to are not sent
/// (<see cref="FrameAudience"/>). Ephemeral events, which any node says, go aside to the owner's node, too. Publishing a frame costs
/// one array and the library's message, and nothing when it is not sent or Redis is away. Whoever may publish on this Redis can show
/// events to browsers: it belongs to the cluster alone. Thread-safe.
/// </summary>
public sealed class RedisBus : ILiveBus, IAsyncDisposable
{
    private readonly InProcessBus _local = new();
    private readonly RedisWire[] _wires;
    private readonly ConcurrentDictionary<int, FrameSubscriptions> _shards = new();
    private readonly RedisInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly ulong _sender;
    private int _isDisposed;

    private RedisBus(RedisBusOptions options, uint logId, string nodeName, TimeProvider time, IIdSource ids, ILogger logger)
    {
        (Options, Names, _time) = (options, new RedisNames(options.KeyPrefix, logId), time);
        Span<byte> id = stackalloc byte[16];
        ids.Next().TryWriteBytes(id);
        _sender = BinaryPrimitives.ReadUInt64LittleEndian(id[8..]);
        _wires = [.. options.Servers.Select(server => new RedisWire(server, nodeName, options, Counters, time, ids, logger))];
        _instruments = new RedisInstruments(this);
        Nodes = new RedisNodes(Wire, Names, _sender.ToString("x16", CultureInfo.InvariantCulture), nodeName, options, time, logger);
    }

    /// <summary>True while every server carries everything; false from the loss of one until all subscriptions are in force again.</summary>
    public bool IsUp => Array.TrueForAll(_wires, wire => wire.IsUp);

    /// <inheritdoc/>
    public long Losses => _wires.Sum(wire => wire.Losses);

    /// <summary>What the bus has done.</summary>
    public RedisBusCounters Counters { get; } = new();

    internal RedisBusOptions Options { get; }

    internal RedisNames Names { get; }

    /// <summary>The starts of nodes that live.</summary>
    internal RedisNodes Nodes { get; }

    /// <summary>The server that carries what belongs to no shard.</summary>
    internal RedisWire Wire => _wires[0];

    /// <summary>
    /// Makes the bus and returns at once: it begins down and comes up when Redis answers, however late that is.
    /// </summary>
    /// <param name="options">Where Redis is.</param>
    /// <param name="logId">The log's id: part of all names.</param>
    /// <param name="nodeName">What Redis calls this node's connections.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ids">For this start's sender number, and for jitter.</param>
    /// <param name="logger">Hears when a server goes away and when it comes back, each once.</param>
    /// <exception cref="ArgumentException">An option makes no sense; the message names its key.</exception>
    public static RedisBus Create(RedisBusOptions options, uint logId, string nodeName, TimeProvider time, IIdSource ids, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(nodeName);
        ArgumentNullException.ThrowIfNull(ids);
        options.Validate();
        return new RedisBus(options, logId, nodeName, time, ids, logger);
    }

    /// <inheritdoc/>
    public void Publish(Frame frame)
    {
        _local.Publish(frame);
        var wire = WireOf(frame.Shard);
        if (!wire.CanPublish)
        {
            return;
        }

        var shard = FramesOf(frame.Shard);
        if (frame.Offset < 0)
        {
            PublishAside(frame, wire, isOwner: shard.IsOwner);
            return;
        }

        AudienceQuestion? question = null;
        var audience = shard.Audience;
        var channel = audience?.Of(frame.Channel);
        if (channel is not null && audience!.Spares(channel, out question))
        {
            Counters.WasSpared();
            return;
        }

        wire.Publish(channel?.Name ?? Names.Frames(frame.Channel), FrameCodec.Write(frame, _sender), question);
    }

    /// <inheritdoc/>
    public void Publish(Digest digest)
    {
        _local.Publish(digest);
        WireOf(digest.Shard).Publish(Names.Digests(digest.Shard), DigestCodec.Write(digest, _sender));
    }

    /// <summary>
    /// Asks the owner of a shard for a digest now: one on this node at once, those on others when this node's subscription to
    /// the shard's digests is in force, so that the answer finds it.
    /// </summary>
    public void RequestDigest(int shard)
    {
        _local.RequestDigest(shard);
        var wire = WireOf(shard);
        _ = RequestAsync(wire, wire.InForceAsync(DigestsKey(shard)), Names.Requests(shard));
    }

    /// <inheritdoc/>
    public IDisposable SubscribeChannel(int shard, string channel, ILiveSubscriber subscriber)
    {
        var local = _local.SubscribeChannel(shard, channel, subscriber);
        var texts = new RecentTexts();
        return new BusSubscription(local, FramesOf(shard).Subscribe(channel, message => OnFrame(channel, texts, message)));
    }

    /// <inheritdoc/>
    public IDisposable SubscribeShard(int shard, ILiveSubscriber subscriber)
    {
        var local = _local.SubscribeShard(shard, subscriber);
        return new BusSubscription(local, WireOf(shard).Subscribe(DigestsKey(shard), Names.Digests(shard), message => OnDigest(shard, message)));
    }

    /// <inheritdoc/>
    public IDisposable ServeDigests(int shard, Action requested)
    {
        var local = _local.ServeDigests(shard, requested);
        var wire = WireOf(shard);
        var requests = wire.Subscribe($"r{shard}", Names.Requests(shard), message => OnRequest(shard, message));
        var audience = Options.AudienceInterval > TimeSpan.Zero ? new FrameAudience(wire, Names, requests, _time, Options.AudienceInterval) : null;
        return new BusSubscription(local, requests, FramesOf(shard).Own(audience));
    }

    /// <summary>Closes all connections. More than once is once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        _instruments.Dispose();
        await Nodes.DisposeAsync();
        foreach (var wire in _wires)
        {
            await wire.DisposeAsync();
        }
    }

    private static string DigestsKey(int shard) => $"d{shard}";

    private FrameSubscriptions FramesOf(int shard) =>
        _shards.GetOrAdd(shard, static (shard, bus) => new FrameSubscriptions(bus.WireOf(shard), bus.Names, channel => bus.SayListening(shard, channel)), this);

    private RedisWire WireOf(int shard) => _wires[shard % _wires.Length];

    private void PublishAside(Frame frame, RedisWire wire, bool isOwner)
    {
        var message = FrameCodec.Write(frame, _sender);
        wire.Publish(Names.Frames(frame.Channel), message);
        if (!isOwner)
        {
            wire.Publish(Names.Asides(frame.Channel), message);
        }
    }

    private void SayListening(int shard, string channel) =>
        WireOf(shard).Publish(Names.Requests(shard), LiveMessage.OfChannel(LiveMessageKind.Listening, _sender, channel));

    private async Task RequestAsync(RedisWire wire, Task inForce, byte[] channel)
    {
        await inForce;
        wire.Publish(channel, LiveMessage.Empty(LiveMessageKind.Request, _sender));
    }

    private void OnFrame(string channel, RecentTexts texts, byte[]? message)
    {
        if (IsForeign(message, LiveMessageKind.Frame) && Taken(FrameCodec.TryRead(message!, channel, texts, out var frame)))
        {
            _local.Publish(frame!);
        }
    }

    private void OnDigest(int shard, byte[]? message)
    {
        if (IsForeign(message, LiveMessageKind.Digest) && Taken(DigestCodec.TryRead(message, shard, out var digest)))
        {
            _local.Publish(digest!);
        }
    }

    private void OnRequest(int shard, byte[]? message)
    {
        if (LiveMessage.IsOf(LiveMessageKind.Listening, message))
        {
            if (IsForeign(message, LiveMessageKind.Listening) && Taken(true))
            {
                FramesOf(shard).Audience?.Arrived(LiveMessage.ChannelOf(message));
            }
        }
        else if (IsForeign(message, LiveMessageKind.Request) && Taken(true))
        {
            _local.RequestDigest(shard);
        }
    }

    private bool IsForeign(byte[]? message, LiveMessageKind kind)
    {
        if (!LiveMessage.TryReadHead(message, kind, out var sender))
        {
            Counters.WasIgnored();
            return false;
        }

        if (sender == _sender)
        {
            Counters.WasEcho();
            return false;
        }

        return true;
    }

    private bool Taken(bool isRead)
    {
        if (isRead)
        {
            Counters.WasReceived();
        }
        else
        {
            Counters.WasIgnored();
        }

        return isRead;
    }
}
