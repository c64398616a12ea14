using Actors.Live.Redis;
using Actors.Live.Tests.Support;
using Actors.TestServers;

namespace Actors.Live.Tests.Redis;

/// <summary>What the node of a shard's owner hears from Redis, and what it need not hear.</summary>
[Trait("Server", "redis")]
public sealed class RedisBusOwnerTests(RedisFixture redis) : IClassFixture<RedisFixture>, IAsyncLifetime
{
    private const int Shard = 3;
    private const string Channel = "channel:a";

    private readonly Listener _here = new();
    private readonly Listener _there = new();
    private readonly List<IDisposable> _subscriptions = [];
    private RedisBus _owner = null!;
    private RedisBus _other = null!;

    public async Task InitializeAsync()
    {
        _owner = RedisNode.Open(redis.Server.Configuration, logId: 31);
        _other = RedisNode.Open(redis.Server.Configuration, logId: 31);
        await Until.TrueAsync(() => _owner.IsUp && _other.IsUp, "both nodes are up");
        _subscriptions.Add(_owner.SubscribeChannel(Shard, Channel, _here));
        _subscriptions.Add(_other.SubscribeChannel(Shard, Channel, _there));
    }

    public async Task DisposeAsync()
    {
        _subscriptions.ForEach(subscription => subscription.Dispose());
        await _owner.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task An_owners_frames_reach_other_nodes_and_do_not_come_back()
    {
        using var served = _owner.ServeDigests(Shard, () => { });
        using var elsewhere = _owner.SubscribeChannel(Shard + 1, "channel:b", new Listener());
        await SettleAsync();
        var echoes = _owner.Counters.Echoes;

        for (var i = 0; i < 100; i++)
        {
            _owner.Publish(Build.Frame(Channel, i, shard: Shard));
        }

        // Redis keeps the order of what one connection publishes: when this one is back, all before it would be.
        _owner.Publish(Build.Frame("channel:b", 1, shard: Shard + 1));
        await Until.TrueAsync(() => _owner.Counters.Echoes > echoes && _there.Frames.Count == 100, "the other node hears all, and a shard without an owner here comes back");

        _owner.Counters.Echoes.ShouldBe(echoes + 1);
        _here.Frames.Select(frame => frame.Offset).ShouldBe(Enumerable.Range(0, 100).Select(i => (long)i));
    }

    [Fact]
    public async Task What_another_node_says_aside_reaches_the_owners_node_once()
    {
        using var served = _owner.ServeDigests(Shard, () => { });
        await SettleAsync();

        for (var i = 0; i < 10; i++)
        {
            _other.Publish(Typing(i));
        }

        await Until.TrueAsync(() => _here.Frames.Count >= 10, "the owner's node hears it");
        await SettleAsync();
        _here.Frames.Select(frame => frame.Type).ShouldBe(Enumerable.Range(0, 10).Select(i => $"typing{i}"));
        _there.Frames.Count.ShouldBe(10);
    }

    [Fact]
    public async Task What_the_owners_node_says_aside_reaches_the_others_once()
    {
        using var served = _owner.ServeDigests(Shard, () => { });
        await SettleAsync();

        _owner.Publish(Typing(1));

        await Until.TrueAsync(() => !_there.Frames.IsEmpty, "the other node hears it");
        await SettleAsync();
        (_here.Frames.Count, _there.Frames.Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_node_that_is_owner_no_longer_hears_the_next_owners_frames()
    {
        var served = _owner.ServeDigests(Shard, () => { });
        await SettleAsync();
        served.Dispose();
        served.Dispose();
        await SettleAsync();

        using var next = _other.ServeDigests(Shard, () => { });
        _other.Publish(Build.Frame(Channel, 7, shard: Shard));

        await Until.TrueAsync(() => _here.Frames.Any(frame => frame.Offset == 7), "the frame of the next owner arrives");
    }

    [Fact]
    public async Task A_listener_that_left_under_an_owner_is_not_brought_back_by_its_end()
    {
        var served = _owner.ServeDigests(Shard, () => { });
        _subscriptions[0].Dispose();
        served.Dispose();
        await SettleAsync();

        _other.Publish(Build.Frame(Channel, 7, shard: Shard));
        await Until.TrueAsync(() => !_there.Frames.IsEmpty, "the frame was published");
        await SettleAsync();

        _here.Frames.ShouldBeEmpty();
    }

    private static Frame Typing(int number) => Build.Frame(Channel, -1, shard: Shard) with { Previous = -1, Type = $"typing{number}" };

    /// <summary>Whatever was asked of Redis or sent before, by either node, has been carried out and heard.</summary>
    private async Task SettleAsync()
    {
        await HeardAsync(_owner, _other);
        await HeardAsync(_other, _owner);
    }

    private static async Task HeardAsync(RedisBus from, RedisBus to)
    {
        var fence = new Listener();
        using var subscription = to.SubscribeChannel(Shard + 2, "channel:fence", fence);
        await Until.TrueAsync(
            () =>
            {
                from.Publish(Build.Frame("channel:fence", 1, shard: Shard + 2));
                return !fence.Frames.IsEmpty;
            },
            "a frame arrives");
    }
}
