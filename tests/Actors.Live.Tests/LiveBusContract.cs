using System.Globalization;
using Actors.Live.Tests.Support;
using Actors.TestServers;

namespace Actors.Live.Tests;

/// <summary>What every live bus must do while it is up. Both ends of a test may be one node or two.</summary>
public abstract class LiveBusContract : LiveBusManners, IAsyncLifetime
{
    private const string Fence = "channel:fence";

    private readonly Listener _one = new();
    private readonly Listener _other = new();
    private long _fences;

    /// <summary>The node of the owners.</summary>
    protected ILiveBus Owner { get; private set; } = null!;

    /// <summary>The node of the readers.</summary>
    protected ILiveBus Reader { get; private set; } = null!;

    protected override ILiveBus Bus => Owner;

    public async Task InitializeAsync()
    {
        (Owner, Reader) = await OpenAsync();
        await Until.TrueAsync(() => Owner.IsUp && Reader.IsUp, "both nodes are up");
    }

    public abstract Task DisposeAsync();

    /// <summary>Makes the buses of the owner's and the readers' node, which may be the same.</summary>
    protected abstract Task<(ILiveBus Owner, ILiveBus Reader)> OpenAsync();

    [Fact]
    public async Task Publish_frame_reaches_all_subscribers_of_its_channel_and_nobody_else()
    {
        using var first = Reader.SubscribeChannel(0, "channel:a", _one);
        using var second = Reader.SubscribeChannel(0, "channel:a", _other);
        using var elsewhere = Reader.SubscribeChannel(0, "channel:b", _other);
        await FenceAsync();
        var frame = Build.Frame("channel:a", 7) with { Job = "job-1", Previous = 3, Shard = 5 };

        Owner.Publish(frame with { Shard = 0 });
        await FenceAsync();

        _one.Frames.ShouldHaveSingleItem();
        _other.Frames.ShouldHaveSingleItem();
        Build.Text(_one.Frames.Single()).ShouldBe(Build.Text(frame with { Shard = 0 }));
    }

    [Fact]
    public async Task Publish_frames_of_one_publisher_come_in_order_and_each_once()
    {
        using var subscription = Reader.SubscribeChannel(0, "channel:a", _one);
        await FenceAsync();

        for (var offset = 0; offset < 5000; offset++)
        {
            Owner.Publish(Build.Frame("channel:a", offset));
        }

        await FenceAsync();
        _one.Frames.Select(f => f.Offset).ShouldBe(Enumerable.Range(0, 5000).Select(o => (long)o));
    }

    [Fact]
    public async Task Publish_from_many_threads_delivers_each_frame_once()
    {
        using var subscription = Reader.SubscribeChannel(0, "channel:a", _one);
        await FenceAsync();

        Parallel.For(0, 2000, offset => Owner.Publish(Build.Frame("channel:a", offset)));

        await FenceAsync();
        _one.Frames.Select(f => f.Offset).Order().ShouldBe(Enumerable.Range(0, 2000).Select(o => (long)o));
    }

    [Fact]
    public async Task Publish_keeps_payloads_unchanged_whatever_they_are()
    {
        using var subscription = Reader.SubscribeChannel(0, "channel:ü.not-valid-yet-carried", _one);
        await FenceAsync();
        Frame[] frames =
        [
            Build.Frame("channel:ü.not-valid-yet-carried", 0, "{\"text\":\"Grüße, 世界 🎈 \\u0000\"}") with { Type = "tÿpe", Job = "jöb" },
            Build.Frame("channel:ü.not-valid-yet-carried", 1, new string('x', 256 * 1024)),
            Build.Frame("channel:ü.not-valid-yet-carried", 2, "0"),
            Build.Frame("channel:ü.not-valid-yet-carried", long.MaxValue) with { Previous = -1, Type = new string('t', 300), Job = null },
            Build.Frame("channel:ü.not-valid-yet-carried", -1) with { Previous = -1, Type = "typing" },
        ];

        foreach (var frame in frames)
        {
            Owner.Publish(frame);
        }

        await FenceAsync();
        _one.Frames.Select(Build.Text).ShouldBe(frames.Select(Build.Text));
    }

    [Fact]
    public async Task Publish_digest_reaches_the_subscribers_of_its_shard()
    {
        using var first = Reader.SubscribeShard(3, _one);
        using var second = Reader.SubscribeShard(4, _other);
        await FenceAsync();
        var digest = Build.Digest(3, long.MaxValue, [.. Enumerable.Range(0, 1024).Select(i => new ChannelMark($"channel:ü{i}", i))]);

        Owner.Publish(Build.Digest(3));
        Owner.Publish(digest);
        await FenceAsync();

        _one.Digests.Select(Build.Text).ShouldBe([Build.Text(Build.Digest(3)), Build.Text(digest)]);
        _other.Digests.ShouldBeEmpty();
    }

    [Fact]
    public async Task RequestDigest_asks_the_owner_of_that_shard_until_it_is_disposed()
    {
        var asked = 0;
        var owner = Owner.ServeDigests(2, () => Interlocked.Increment(ref asked));
        await FenceAsync(Reader, Owner);

        Reader.RequestDigest(1);
        Reader.RequestDigest(2);
        await Until.TrueAsync(() => Volatile.Read(ref asked) > 0, "the owner is asked");
        await FenceAsync(Reader, Owner);
        var askedOnce = asked;
        owner.Dispose();
        owner.Dispose();
        Reader.RequestDigest(2);
        await FenceAsync(Reader, Owner);

        askedOnce.ShouldBe(1);
        asked.ShouldBe(1);
    }

    [Fact]
    public async Task RequestDigest_right_after_subscribing_gets_its_answer()
    {
        using var owner = Owner.ServeDigests(2, () => Owner.Publish(Build.Digest(2)));
        await FenceAsync(Reader, Owner);

        using var subscription = Reader.SubscribeShard(2, _one);
        Reader.RequestDigest(2);

        await Until.TrueAsync(() => !_one.Digests.IsEmpty, "the digest that was asked for comes");
    }

    [Fact]
    public async Task A_disposed_subscription_hears_nothing_more()
    {
        var channel = Reader.SubscribeChannel(0, "channel:a", _one);
        var shard = Reader.SubscribeShard(0, _one);
        using var other = Reader.SubscribeChannel(0, "channel:a", _other);
        await FenceAsync();

        channel.Dispose();
        channel.Dispose();
        shard.Dispose();
        Owner.Publish(Build.Frame("channel:a", 1));
        Owner.Publish(Build.Digest(0));
        await FenceAsync();

        _one.Frames.ShouldBeEmpty();
        _one.Digests.ShouldBeEmpty();
        _other.Frames.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_subscriber_that_subscribed_twice_loses_one_subscription_at_a_time()
    {
        var first = Reader.SubscribeChannel(0, "channel:a", _one);
        using var second = Reader.SubscribeChannel(0, "channel:a", _one);
        await FenceAsync();

        first.Dispose();
        Owner.Publish(Build.Frame("channel:a", 1));
        await FenceAsync();

        _one.Frames.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_channel_that_was_left_can_be_listened_to_again()
    {
        for (var offset = 0; offset < 50; offset++)
        {
            using var subscription = Reader.SubscribeChannel(0, "channel:a", _one);
            await FenceAsync();
            Owner.Publish(Build.Frame("channel:a", offset));
            await FenceAsync();
        }

        _one.Frames.Select(f => f.Offset).ShouldBe(Enumerable.Range(0, 50).Select(o => (long)o));
    }

    [Fact]
    public void Losses_of_a_bus_that_stays_up_do_not_change()
    {
        Owner.Losses.ShouldBe(0);
        Owner.IsUp.ShouldBeTrue();
    }

    /// <summary>Ends when everything that was subscribed to is in force, and everything published before has arrived.</summary>
    protected Task FenceAsync() => FenceAsync(Owner, Reader);

    /// <inheritdoc cref="FenceAsync()"/>
    protected async Task FenceAsync(ILiveBus from, ILiveBus to)
    {
        var heard = new Listener();
        var fence = string.Create(CultureInfo.InvariantCulture, $"{Fence}-{Interlocked.Increment(ref _fences)}");
        using var subscription = to.SubscribeChannel(0, fence, heard);
        await Until.TrueAsync(
            () =>
            {
                from.Publish(Build.Frame(fence, 1));
                return !heard.Frames.IsEmpty;
            },
            "a frame arrives");
    }
}
