using Actors.Live.InProcess;

namespace Actors.Live.Tests.InProcess;

public sealed class InProcessBusTests
{
    private readonly InProcessBus _bus = new();
    private readonly Listener _one = new();
    private readonly Listener _other = new();

    [Fact]
    public void Publish_frame_reaches_all_subscribers_of_its_channel_by_reference_and_nobody_else()
    {
        using var first = _bus.SubscribeChannel(0, "channel:a", _one);
        using var second = _bus.SubscribeChannel(0, "channel:a", _other);
        using var elsewhere = _bus.SubscribeChannel(0, "channel:b", _other);
        var frame = FrameOf("channel:a", 7);

        _bus.Publish(frame);

        _one.Frames.ShouldHaveSingleItem().ShouldBeSameAs(frame);
        _other.Frames.ShouldHaveSingleItem().ShouldBeSameAs(frame);
    }

    [Fact]
    public void Publish_digest_reaches_the_subscribers_of_its_shard()
    {
        using var first = _bus.SubscribeShard(3, _one);
        using var second = _bus.SubscribeShard(4, _other);

        _bus.Publish(DigestOf(3));

        _one.Digests.Count.ShouldBe(1);
        _other.Digests.ShouldBeEmpty();
    }

    [Fact]
    public void A_disposed_subscription_hears_nothing_more_and_leaves_no_trace()
    {
        var subscription = _bus.SubscribeChannel(0, "channel:a", _one);
        using var other = _bus.SubscribeChannel(0, "channel:a", _other);

        subscription.Dispose();
        subscription.Dispose();
        _bus.Publish(FrameOf("channel:a", 1));
        other.Dispose();

        _one.Frames.ShouldBeEmpty();
        _other.Frames.Count.ShouldBe(1);
        _bus.SubscribedChannels.ShouldBe(0);
    }

    [Fact]
    public void A_subscriber_that_subscribed_twice_loses_one_subscription_at_a_time()
    {
        var first = _bus.SubscribeChannel(0, "channel:a", _one);
        using var second = _bus.SubscribeChannel(0, "channel:a", _one);

        first.Dispose();
        _bus.Publish(FrameOf("channel:a", 1));

        _one.Frames.Count.ShouldBe(1);
    }

    [Fact]
    public void RequestDigest_asks_the_owner_of_that_shard_until_it_is_disposed()
    {
        var asked = 0;
        var owner = _bus.ServeDigests(2, () => asked++);

        _bus.RequestDigest(2);
        _bus.RequestDigest(1);
        owner.Dispose();
        _bus.RequestDigest(2);

        asked.ShouldBe(1);
    }

    [Fact]
    public void Subscribing_and_leaving_from_many_threads_leaves_exactly_those_that_stayed()
    {
        const int Rounds = 2000;
        var stayed = new System.Collections.Concurrent.ConcurrentBag<(Listener Listener, IDisposable Subscription)>();
        Parallel.For(0, Rounds, i =>
        {
            var listener = new Listener();
            var subscription = _bus.SubscribeChannel(0, "channel:a", listener);
            if (i % 4 == 0)
            {
                stayed.Add((listener, subscription));
            }
            else
            {
                subscription.Dispose();
            }
        });

        _bus.Publish(FrameOf("channel:a", 1));

        stayed.Count.ShouldBe(Rounds / 4);
        stayed.ShouldAllBe(kept => kept.Listener.Frames.Count == 1);
        foreach (var (_, subscription) in stayed)
        {
            subscription.Dispose();
        }

        _bus.SubscribedChannels.ShouldBe(0);
    }

    [Fact]
    public void Publish_allocates_nothing()
    {
        using var subscription = _bus.SubscribeChannel(0, "channel:a", new Deaf());
        var (heard, unheard) = (FrameOf("channel:a", 1), FrameOf("channel:nobody", 1));
        _bus.Publish(heard);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++)
        {
            _bus.Publish(heard);
            _bus.Publish(unheard);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void LogOnlyBus_is_down_and_loses_everything()
    {
        var bus = new LogOnlyBus();
        using var channel = bus.SubscribeChannel(0, "channel:a", _one);
        using var shard = bus.SubscribeShard(0, _one);

        bus.Publish(FrameOf("channel:a", 1));
        bus.Publish(DigestOf(0));

        bus.IsUp.ShouldBeFalse();
        _one.Frames.ShouldBeEmpty();
        _one.Digests.ShouldBeEmpty();
    }

    private static Frame FrameOf(string channel, long offset) => new()
    {
        Shard = 0, Channel = channel, Offset = offset, Previous = offset - 1, Type = "t", Payload = "{}"u8.ToArray(),
    };

    private static Digest DigestOf(int shard) => new()
    {
        Shard = shard, From = 0, To = 1, Claim = 0, NextSeq = 1, LastValid = 1, Answered = 1, Channels = [],
    };

    private sealed class Listener : ILiveSubscriber
    {
        internal List<Frame> Frames { get; } = [];

        internal List<Digest> Digests { get; } = [];

        public void OnFrame(Frame frame) => Frames.Add(frame);

        public void OnDigest(Digest digest) => Digests.Add(digest);
    }

    private sealed class Deaf : ILiveSubscriber
    {
        public void OnFrame(Frame frame)
        {
        }

        public void OnDigest(Digest digest)
        {
        }
    }
}
