using System.Globalization;
using Actors.Contracts.Channels;
using Actors.Live;
using Actors.Live.Redis;
using Actors.Sessions.Tests.Support;

namespace Actors.Sessions.Tests.Redis;

/// <summary>The owner of all shards on real threads: one lock stands for the mailbox that a real one has.</summary>
internal sealed class LiveOwner : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Owner[] _shards;
    private readonly IDisposable[] _served;
    private readonly MemoryLog _log;

    public LiveOwner(MemoryLog log, RedisBus bus)
    {
        _log = log;
        _shards = [.. Enumerable.Range(0, log.ShardCount).Select(shard => new Owner(log, new Unserved(bus), shard))];
        _served = [.. Enumerable.Range(0, log.ShardCount).Select(shard => bus.ServeDigests(shard, () => Digest(shard)))];
    }

    public void Emit(string channel, int number)
    {
        lock (_gate)
        {
            _shards[ChannelName.Parse(channel).ShardOf(_log.ShardCount)].Emit(channel, number.ToString(CultureInfo.InvariantCulture));
        }
    }

    public void DigestAll()
    {
        for (var shard = 0; shard < _shards.Length; shard++)
        {
            Digest(shard);
        }
    }

    public void Dispose() => Array.ForEach(_served, s => s.Dispose());

    private void Digest(int shard)
    {
        lock (_gate)
        {
            _shards[shard].Digest();
        }
    }

    /// <summary>The bus without requests, which come on threads that the owner does not expect.</summary>
    private sealed class Unserved(RedisBus bus) : ILiveBus
    {
        public bool IsUp => bus.IsUp;

        public long Losses => bus.Losses;

        public void Publish(Frame frame) => bus.Publish(frame);

        public void Publish(Digest digest) => bus.Publish(digest);

        public void RequestDigest(int shard) => bus.RequestDigest(shard);

        public IDisposable SubscribeChannel(int shard, string channel, ILiveSubscriber subscriber) => bus.SubscribeChannel(shard, channel, subscriber);

        public IDisposable SubscribeShard(int shard, ILiveSubscriber subscriber) => bus.SubscribeShard(shard, subscriber);

        public IDisposable ServeDigests(int shard, Action requested) => new Nothing();
    }

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
