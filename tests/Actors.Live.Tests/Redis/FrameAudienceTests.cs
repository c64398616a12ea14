using Actors.Live.Redis;
using Actors.Live.Tests.Support;
using Actors.TestServers;

namespace Actors.Live.Tests.Redis;

/// <summary>Frames that no other node listens to are not sent, and none is missed by one that does.</summary>
[Trait("Server", "redis")]
public sealed class FrameAudienceTests : IAsyncLifetime
{
    private const int Shard = 3;
    private const string Channel = "channel:a";

    private readonly Listener _there = new();
    private readonly List<IDisposable> _held = [];
    private readonly List<RedisBus> _buses = [];
    private RedisServer _redis = null!;
    private long _offset;

    public async Task InitializeAsync() => _redis = await RedisServer.StartAsync();

    public async Task DisposeAsync()
    {
        _held.ForEach(held => held.Dispose());
        foreach (var bus in _buses)
        {
            await bus.DisposeAsync();
        }

        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Frames_that_nobody_hears_are_not_sent_but_for_one_that_asks()
    {
        var owner = await OwnerAsync(TimeSpan.FromMinutes(1));
        await SparedAsync(owner);
        var (sent, spared) = (owner.Counters.Sent, owner.Counters.Spared);

        for (var i = 0; i < 1000; i++)
        {
            Publish(owner);
        }

        owner.Counters.Sent.ShouldBe(sent);
        owner.Counters.Spared.ShouldBe(spared + 1000);
    }

    [Fact]
    public async Task Who_comes_hears_every_frame_from_then_on_however_seldom_Redis_is_asked()
    {
        var (owner, reader) = (await OwnerAsync(TimeSpan.FromMinutes(1)), await OpenAsync());
        for (var round = 0; round < 20; round++)
        {
            var channel = $"{Channel}{round}";
            await SparedAsync(owner, channel);
            using var subscription = reader.SubscribeChannel(Shard, channel, _there);
            await HeardAsync(owner, channel);
            _there.Frames.Clear();
            var first = _offset;

            for (var i = 0; i < 50; i++)
            {
                Publish(owner, channel);
            }

            await Until.TrueAsync(() => _there.Frames.Count >= 50, "all arrive");
            _there.Frames.Select(frame => frame.Offset).ShouldBe(Enumerable.Range(0, 50).Select(i => first + i));
        }
    }

    [Fact]
    public async Task When_the_last_one_has_left_frames_are_spared_again()
    {
        var (owner, reader) = (await OwnerAsync(TimeSpan.FromMilliseconds(50)), await OpenAsync());
        var subscription = reader.SubscribeChannel(Shard, Channel, _there);
        await HeardAsync(owner);
        var spared = owner.Counters.Spared;
        subscription.Dispose();

        await SparedAsync(owner);

        owner.Counters.Spared.ShouldBeGreaterThan(spared);
    }

    [Fact]
    public async Task What_was_known_before_a_connection_was_lost_counts_no_longer()
    {
        var (owner, reader) = (await OwnerAsync(TimeSpan.FromMinutes(1)), await OpenAsync());
        await SparedAsync(owner);

        await _redis.KillAsync();
        await Until.TrueAsync(() => !owner.IsUp && !reader.IsUp, "both nodes know");
        _held.Add(reader.SubscribeChannel(Shard, Channel, _there));
        await _redis.StartAgainAsync();
        await Until.TrueAsync(() => owner.IsUp && reader.IsUp, "both nodes are up again");
        var first = _offset;
        Publish(owner);

        await Until.TrueAsync(() => _there.Frames.Any(frame => frame.Offset == first), "the first frame arrives");
    }

    [Fact]
    public async Task The_next_owner_knows_nothing_yet()
    {
        var (owner, reader) = (await OwnerAsync(TimeSpan.FromMinutes(1)), await OpenAsync());
        await SparedAsync(owner);
        _held[0].Dispose();
        _held.Add(reader.SubscribeChannel(Shard, Channel, _there));
        await HeardAsync(owner);

        using var again = owner.ServeDigests(Shard, () => { });
        _there.Frames.Clear();
        var first = _offset;
        for (var i = 0; i < 50; i++)
        {
            Publish(owner);
        }

        await Until.TrueAsync(() => _there.Frames.Any(frame => frame.Offset == first + 49), "the last arrives");
        _there.Frames.Count.ShouldBe(50);
    }

    [Fact]
    public async Task Without_an_interval_every_frame_is_sent()
    {
        var owner = await OwnerAsync(TimeSpan.Zero);
        await SentAsync(owner, 100);

        owner.Counters.Spared.ShouldBe(0);
    }

    [Fact]
    public async Task A_node_that_owns_no_shard_sends_all_it_says()
    {
        var bus = await OpenAsync(TimeSpan.FromMilliseconds(1));
        await SentAsync(bus, 100);

        bus.Counters.Spared.ShouldBe(0);
    }

    private async Task SentAsync(RedisBus bus, int count)
    {
        var sent = bus.Counters.Sent;
        for (var i = 0; i < count; i++)
        {
            Publish(bus);
            await bus.Wire.Database!.PingAsync();
        }

        bus.Counters.Sent.ShouldBe(sent + count);
    }

    private async Task<RedisBus> OwnerAsync(TimeSpan interval)
    {
        var owner = await OpenAsync(interval);
        _held.Add(owner.ServeDigests(Shard, () => { }));
        return owner;
    }

    private async Task<RedisBus> OpenAsync(TimeSpan? interval = null)
    {
        var bus = RedisNode.Open(RedisNode.Options(_redis.Configuration) with { AudienceInterval = interval ?? TimeSpan.FromSeconds(2) });
        _buses.Add(bus);
        await Until.TrueAsync(() => bus.IsUp, "it is up");
        return bus;
    }

    private void Publish(RedisBus owner, string channel = Channel) => owner.Publish(Build.Frame(channel, _offset++, shard: Shard));

    private async Task SparedAsync(RedisBus owner, string channel = Channel)
    {
        var spared = owner.Counters.Spared;
        await Until.TrueAsync(
            () =>
            {
                Publish(owner, channel);
                return owner.Counters.Spared > spared;
            },
            "a frame is spared");
    }

    private async Task HeardAsync(RedisBus owner, string channel = Channel)
    {
        await Until.TrueAsync(
            () =>
            {
                Publish(owner, channel);
                return _there.Frames.Any(frame => frame.Channel == channel);
            },
            "a frame is heard");

        // One that asked may have been heard before it is known here that somebody listens: the next one could be spared still.
        var last = -1L;
        await Until.TrueAsync(
            () =>
            {
                if (last < 0)
                {
                    var spared = owner.Counters.Spared;
                    Publish(owner, channel);
                    last = owner.Counters.Spared == spared ? _offset - 1 : -1;
                }

                return last >= 0 && _there.Frames.Any(frame => frame.Offset == last);
            },
            "those on their way are heard");
    }
}
