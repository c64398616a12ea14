using System.Text;
using Actors.Live.Redis;
using Actors.Live.Tests.Support;
using Actors.TestServers;
using Microsoft.Extensions.Logging;

namespace Actors.Live.Tests.Redis;

/// <summary>What a bus does when its Redis goes away, comes back, hangs or says nonsense.</summary>
[Trait("Server", "redis")]
public sealed class RedisBusFaultTests : IAsyncLifetime
{
    private readonly Listener _one = new();
    private readonly Lines _lines = new();
    private readonly List<RedisBus> _buses = [];
    private RedisServer _redis = null!;

    public async Task InitializeAsync() => _redis = await RedisServer.StartAsync();

    public async Task DisposeAsync()
    {
        foreach (var bus in _buses)
        {
            await bus.DisposeAsync();
        }

        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task A_killed_server_takes_the_bus_down_and_its_return_brings_every_subscription_back()
    {
        var (owner, reader) = (await OpenAsync(_lines), await OpenAsync());
        var asked = 0;
        using var channels = Many(reader, 500);
        using var digests = reader.SubscribeShard(3, _one);
        using var served = owner.ServeDigests(3, () => Interlocked.Increment(ref asked));
        await ArrivesAsync(owner, "channel:499");

        await _redis.KillAsync();
        await Until.TrueAsync(() => !owner.IsUp && !reader.IsUp, "both nodes know");
        (owner.Losses, reader.Losses).ShouldBe((1, 1));
        await _redis.StartAgainAsync();
        await Until.TrueAsync(() => owner.IsUp && reader.IsUp, "both nodes are up again");

        _one.Frames.Clear();
        for (var i = 0; i < 500; i++)
        {
            owner.Publish(Build.Frame($"channel:{i}", 100 + i));
        }

        owner.Publish(Build.Digest(3));
        reader.RequestDigest(3);
        await Until.TrueAsync(() => _one.Frames.Count == 500 && _one.Digests.Count == 1 && asked == 1, "every subscription is in force when the bus says it is up");
        _lines.All.Select(l => l.Level).ShouldBe([LogLevel.Information, LogLevel.Warning, LogLevel.Information]);
    }

    [Theory]
    [InlineData("CLIENT KILL TYPE pubsub")]
    [InlineData("CLIENT KILL TYPE normal")]
    public async Task A_killed_connection_is_noticed_even_when_it_is_back_before_anyone_looks(string kill)
    {
        var (owner, reader) = (await OpenAsync(), await OpenAsync());
        using var subscription = reader.SubscribeChannel(0, "channel:a", _one);
        await ArrivesAsync(owner, "channel:a");

        await _redis.CommandAsync(kill);
        await Until.TrueAsync(() => owner.Losses == 1 && reader.Losses == 1, "both nodes count a loss");
        await Until.TrueAsync(() => owner.IsUp && reader.IsUp, "both nodes are up again");
        _one.Frames.Clear();
        owner.Publish(Build.Frame("channel:a", 9));

        await Until.TrueAsync(() => _one.Frames.Any(f => f.Offset == 9), "the first frame after it arrives");
    }

    [Fact]
    public async Task A_bus_begins_down_where_Redis_is_away_says_so_once_and_comes_up_by_itself()
    {
        await _redis.KillAsync();
        var bus = RedisNode.Open(_redis.Configuration, logger: _lines);
        _buses.Add(bus);
        using var subscription = bus.SubscribeChannel(0, "channel:a", _one);
        await Until.TrueAsync(() => !_lines.All.IsEmpty, "it says that Redis is away");
        bus.Publish(Build.Frame("channel:a", 1));
        bus.IsUp.ShouldBeFalse();
        bus.Counters.Dropped.ShouldBe(1);
        _one.Frames.Count.ShouldBe(1, "the node's own sessions need no Redis");

        await _redis.StartAgainAsync();
        var other = await OpenAsync();
        await Until.TrueAsync(() => bus.IsUp, "it comes up");
        bus.Losses.ShouldBe(0);
        other.Publish(Build.Frame("channel:a", 2));
        await Until.TrueAsync(() => _one.Frames.Count == 2, "it hears others");
        _lines.All.Select(l => l.Level).ShouldBe([LogLevel.Warning, LogLevel.Information]);
    }

    [Fact]
    public async Task What_changes_while_Redis_is_away_is_in_force_when_it_is_back()
    {
        var (owner, reader) = (await OpenAsync(), await OpenAsync());
        var left = reader.SubscribeChannel(0, "channel:left", _one);
        await ArrivesAsync(owner, "channel:left");
        await _redis.KillAsync();
        await Until.TrueAsync(() => !owner.IsUp && !reader.IsUp, "both nodes know");

        left.Dispose();
        using var joined = reader.SubscribeChannel(0, "channel:joined", _one);
        await _redis.StartAgainAsync();
        await Until.TrueAsync(() => owner.IsUp && reader.IsUp, "both nodes are up again");
        using var admin = new RedisAdmin(_redis);

        admin.Channels("actors:").ShouldBe(["actors:00000007:frames:channel:joined"]);
    }

    [Fact]
    public async Task A_hanging_server_takes_the_bus_down_and_what_waits_for_it_is_bounded()
    {
        var options = RedisNode.Options(_redis.Configuration) with { MaxPendingBytes = 1024 * 1024 };
        var owner = RedisNode.Open(options);
        _buses.Add(owner);
        await Until.TrueAsync(() => owner.IsUp, "it is up");
        var frame = Build.Frame("channel:a", 1, new string('x', 64 * 1024));

        _redis.Process!.Pause();
        for (var i = 0; i < 200; i++)
        {
            owner.Publish(frame);
        }

        owner.Counters.Sent.ShouldBeInRange(10, 17);
        owner.Counters.Dropped.ShouldBe(200 - owner.Counters.Sent);
        await Until.TrueAsync(() => !owner.IsUp, "a server that does not answer is away");
        _redis.Process.Resume();
        await Until.TrueAsync(() => owner.IsUp, "it is up again");
        var sent = owner.Counters.Sent;
        owner.Publish(frame);
        owner.Counters.Sent.ShouldBe(sent + 1);
    }

    [Fact]
    public async Task Room_comes_back_as_Redis_answers()
    {
        var options = RedisNode.Options(_redis.Configuration) with { MaxPendingBytes = 1024 * 1024 };
        var owner = RedisNode.Open(options);
        _buses.Add(owner);
        await Until.TrueAsync(() => owner.IsUp, "it is up");
        var frame = Build.Frame("channel:a", 1, new string('x', 10 * 1024));

        await Until.TrueAsync(
            () =>
            {
                for (var i = 0; i < 50; i++)
                {
                    owner.Publish(frame);
                }

                return owner.Counters.Sent >= 1000;
            },
            "ten times the bound goes through");
        owner.Losses.ShouldBe(0);
    }

    [Fact]
    public async Task Nonsense_on_our_channels_is_ignored_and_counted()
    {
        var (owner, reader) = (await OpenAsync(), await OpenAsync());
        using var channel = reader.SubscribeChannel(0, "channel:a", _one);
        using var shard = reader.SubscribeShard(0, _one);
        using var served = reader.ServeDigests(1, () => throw new InvalidOperationException("Nobody asked."));
        await ArrivesAsync(owner, "channel:a");
        using var admin = new RedisAdmin(_redis);
        var frame = FrameCodec.Write(Build.Frame("channel:a", 1), 1);
        var future = FrameCodec.Write(Build.Frame("channel:a", 1), 1);
        future[0]++;
        byte[][] messages = [[], [1], "17"u8.ToArray(), "hello"u8.ToArray(), new byte[500], frame[..20], frame[..^3], future, DigestCodec.Write(Build.Digest(1), 1)];

        foreach (var name in new[] { "frames:channel:a", "digests:0", "requests:1" })
        {
            foreach (var message in messages)
            {
                admin.Publish(Encoding.UTF8.GetBytes($"actors:00000007:{name}"), message);
            }
        }

        await Until.TrueAsync(() => reader.Counters.Ignored == messages.Length * 3, "all are counted");
        _one.Frames.ShouldAllBe(f => f.Offset == 0, "only what made sure that the subscription is in force");
        _one.Digests.ShouldBeEmpty();
        reader.IsUp.ShouldBeTrue();
    }

    [Fact]
    public async Task Two_logs_on_one_Redis_never_mix()
    {
        var owner = await OpenAsync();
        var other = RedisNode.Open(_redis.Configuration, logId: 8);
        _buses.Add(other);
        await Until.TrueAsync(() => other.IsUp, "it is up");
        using var strange = other.SubscribeChannel(0, "channel:a", _one);
        using var strangeShard = other.SubscribeShard(0, _one);
        await Until.TrueAsync(() => { using var admin = new RedisAdmin(_redis); return admin.Channels("actors:00000008").Length == 2; }, "it listens");

        owner.Publish(Build.Frame("channel:a", 1));
        owner.Publish(Build.Digest(0));
        other.Publish(Build.Frame("channel:a", 2));
        await Until.TrueAsync(() => other.Counters.Echoes == 1, "its own frame came back");

        _one.Frames.ShouldHaveSingleItem().Offset.ShouldBe(2);
        _one.Digests.ShouldBeEmpty();
        other.Counters.Received.ShouldBe(0);
    }

    [Fact]
    public async Task A_node_s_own_frames_reach_its_sessions_once_at_once_and_by_reference()
    {
        var bus = await OpenAsync();
        using var subscription = bus.SubscribeChannel(0, "channel:a", _one);
        var frame = Build.Frame("channel:a", 1);
        await ArrivesAsync(bus, "channel:a");
        await Until.TrueAsync(
            () =>
            {
                _one.Frames.Clear();
                bus.Publish(frame);
                return bus.Counters.Echoes > 0;
            },
            "an own frame comes back");

        bus.Counters.Received.ShouldBe(0);
        _one.Frames.ShouldHaveSingleItem().ShouldBeSameAs(frame);
    }

    [Fact]
    public async Task Disposed_subscriptions_leave_nothing_in_Redis()
    {
        var reader = await OpenAsync();
        using var admin = new RedisAdmin(_redis);
        var subscriptions = new List<IDisposable> { Many(reader, 100), Many(reader, 100), reader.SubscribeShard(1, _one), reader.ServeDigests(1, () => { }) };
        await Until.TrueAsync(() => admin.Channels("actors:").Length == 102, "102 channels for 202 subscriptions");

        subscriptions[0].Dispose();
        subscriptions.Skip(2).ToList().ForEach(s => s.Dispose());
        await Until.TrueAsync(() => admin.Channels("actors:").Length == 100, "only the channels that are listened to");
        subscriptions[1].Dispose();

        await Until.TrueAsync(() => admin.Channels("actors:").Length == 0, "nothing is left");
    }

    [Fact]
    public async Task Several_servers_share_the_shards_and_all_must_be_up()
    {
        await using var second = await RedisServer.StartAsync();
        var configuration = $"{_redis.Configuration} ; {second.Configuration}";
        var (owner, reader) = (RedisNode.Open(configuration), RedisNode.Open(configuration));
        _buses.AddRange([owner, reader]);
        await Until.TrueAsync(() => owner.IsUp && reader.IsUp, "both nodes are up");
        using var even = reader.SubscribeChannel(4, "channel:even", _one);
        using var odd = reader.SubscribeChannel(5, "channel:odd", _one);
        using (var one = new RedisAdmin(_redis))
        using (var two = new RedisAdmin(second))
        {
            await Until.TrueAsync(() => one.Channels("actors:").Length == 1 && two.Channels("actors:").Length == 1, "each has one");
            one.Channels("actors:").ShouldBe(["actors:00000007:frames:channel:even"]);
            two.Channels("actors:").ShouldBe(["actors:00000007:frames:channel:odd"]);
        }

        owner.Publish(Build.Frame("channel:even", 1, shard: 4));
        owner.Publish(Build.Frame("channel:odd", 2, shard: 5));
        await Until.TrueAsync(() => _one.Frames.Count == 2, "both arrive");
        await second.KillAsync();
        await Until.TrueAsync(() => !owner.IsUp && !reader.IsUp, "half a bus is none");
        owner.Publish(Build.Frame("channel:even", 3, shard: 4));
        await Until.TrueAsync(() => _one.Frames.Count == 3, "the other half still carries");
    }

    [Fact]
    public async Task DisposeAsync_closes_all_connections()
    {
        var bus = RedisNode.Open(_redis.Configuration);
        await Until.TrueAsync(() => bus.IsUp, "it is up");
        using var admin = new RedisAdmin(_redis);

        await bus.DisposeAsync();

        bus.IsUp.ShouldBeFalse();
        await Until.TrueAsync(() => !((string)admin.Database.Execute("CLIENT", "LIST")!).Contains("name=testnode", StringComparison.Ordinal), "no connection is left");
    }

    private async Task<RedisBus> OpenAsync(ILogger? logger = null)
    {
        var bus = RedisNode.Open(_redis.Configuration, logger: logger);
        _buses.Add(bus);
        await Until.TrueAsync(() => bus.IsUp, "it is up");
        return bus;
    }

    private async Task ArrivesAsync(RedisBus from, string channel)
    {
        await Until.TrueAsync(
            () =>
            {
                from.Publish(Build.Frame(channel, 0));
                return !_one.Frames.IsEmpty;
            },
            "a frame arrives");
    }

    private Subscriptions Many(RedisBus bus, int count) =>
        new([.. Enumerable.Range(0, count).Select(i => bus.SubscribeChannel(0, $"channel:{i}", _one))]);

    private sealed class Subscriptions(IDisposable[] all) : IDisposable
    {
        public void Dispose() => Array.ForEach(all, one => one.Dispose());
    }
}
