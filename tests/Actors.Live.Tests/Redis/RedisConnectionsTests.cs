using Actors.Live.Redis;
using Actors.Live.Tests.Support;
using Actors.TestServers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Live.Tests.Redis;

/// <summary>Streams are counted over the cluster, and nothing that dies is counted for long.</summary>
[Trait("Server", "redis")]
public sealed class RedisConnectionsTests : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _open = [];
    private RedisServer _redis = null!;

    public async Task InitializeAsync() => _redis = await RedisServer.StartAsync();

    public async Task DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(_open))
        {
            await one.DisposeAsync();
        }

        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Streams_at_other_nodes_count()
    {
        var (here, there) = (await OpenAsync(), await OpenAsync());
        here.TryEnter("ada", 3, out _).ShouldBeTrue();
        here.TryEnter("ada", 3, out _).ShouldBeTrue();
        here.TryEnter("bob", 3, out _).ShouldBeTrue();

        await CountsAsync(there, "ada", 2);
        there.TryEnter("ada", 3, out _).ShouldBeTrue();
        there.TryEnter("ada", 3, out var present).ShouldBeFalse();
        present.ShouldBe(3);

        here.Leave("ada");
        await CountsAsync(there, "ada", 2);
        await CountsAsync(there, "bob", 1);
    }

    [Fact]
    public async Task A_node_that_leaves_takes_its_streams_out_at_once()
    {
        var (here, there) = (await OpenAsync(TimeSpan.FromMinutes(10)), await OpenAsync());
        here.TryEnter("ada", 9, out _).ShouldBeTrue();
        await CountsAsync(there, "ada", 1);

        await here.DisposeAsync();

        await CountsAsync(there, "ada", 0);
    }

    [Fact]
    public async Task A_node_that_dies_is_forgotten_after_its_lease_and_leaves_nothing_in_Redis()
    {
        var there = await OpenAsync();
        var deadBus = await OpenBusAsync(TimeSpan.FromSeconds(1));
        var dead = RedisConnections.Create(deadBus, TimeProvider.System, NullLogger.Instance);
        dead.TryEnter("ada", 9, out _).ShouldBeTrue();
        await CountsAsync(there, "ada", 1);
        using var admin = new RedisAdmin(_redis);
        admin.Keys().Length.ShouldBe(5, "a set of nodes; for each node a lease and its streams");

        await deadBus.DisposeAsync();

        await CountsAsync(there, "ada", 0);
        await Until.TrueAsync(() => admin.Keys().Length == 3, "the dead node's keys are gone");
        await dead.DisposeAsync();
    }

    [Fact]
    public async Task While_Redis_is_away_every_node_counts_its_own_and_when_it_is_back_empty_all_is_written_again()
    {
        var (here, there) = (await OpenAsync(), await OpenAsync());
        here.TryEnter("ada", 9, out _).ShouldBeTrue();
        here.TryEnter("bob", 9, out _).ShouldBeTrue();
        await CountsAsync(there, "ada", 1);

        await _redis.KillAsync();
        await CountsAsync(there, "ada", 0);
        here.TryEnter("ada", 9, out var own).ShouldBeTrue();
        own.ShouldBe(1);
        here.Leave("bob");
        await _redis.StartAgainAsync();

        await CountsAsync(there, "ada", 2);
        await CountsAsync(there, "bob", 0);
        here.TryEnter("ada", 9, out own).ShouldBeTrue();
        own.ShouldBe(2);
    }

    [Fact]
    public async Task A_node_that_began_before_Redis_did_is_known_when_Redis_comes_not_a_lease_later()
    {
        await _redis.KillAsync();
        var lines = new Lines();
        var bus = RedisNode.Open(RedisNode.Options(_redis.Configuration) with { Lease = TimeSpan.FromMinutes(10) }, logger: lines);
        _open.Add(bus);
        var here = RedisConnections.Create(bus, TimeProvider.System, NullLogger.Instance);
        _open.Add(here);
        here.TryEnter("ada", 9, out _).ShouldBeTrue();
        await Until.TrueAsync(() => lines.All.Any(line => line.Level == LogLevel.Warning), "it has tried in vain");

        await _redis.StartAgainAsync();

        await CountsAsync(await OpenAsync(), "ada", 1);
    }

    [Fact]
    public async Task A_node_that_was_silent_longer_than_its_lease_writes_everything_again()
    {
        var (here, there) = (await OpenAsync(), await OpenAsync());
        here.TryEnter("ada", 9, out _).ShouldBeTrue();
        await CountsAsync(there, "ada", 1);
        using var admin = new RedisAdmin(_redis);

        foreach (var key in admin.Keys())
        {
            admin.Database.KeyDelete(key);
        }

        await CountsAsync(there, "ada", 0);
        await CountsAsync(there, "ada", 1);
    }

    [Fact]
    public async Task Thousands_who_come_and_go_leave_exactly_those_that_stayed()
    {
        var (here, there) = (await OpenAsync(), await OpenAsync());
        for (var i = 0; i < 5000; i++)
        {
            here.TryEnter($"u{i}", 9, out _).ShouldBeTrue();
        }

        for (var i = 0; i < 5000; i++)
        {
            if (i % 5 != 0)
            {
                here.Leave($"u{i}");
            }
        }

        using var admin = new RedisAdmin(_redis);
        await Until.TrueAsync(() => admin.Keys().Any(key => key.Contains(":streams:", StringComparison.Ordinal) && admin.Database.HashLength(key) == 1001), "1,000 users and the mark");
        await CountsAsync(there, "u5", 1);
        await CountsAsync(there, "u6", 0);
    }

    private static Task CountsAsync(RedisConnections node, string user, int elsewhere) => Until.TrueAsync(
        () =>
        {
            node.TryEnter(user, 0, out var present).ShouldBeFalse();
            return present == elsewhere;
        },
        $"{elsewhere} streams of {user} are known");

    private async Task<RedisConnections> OpenAsync(TimeSpan? lease = null)
    {
        var node = RedisConnections.Create(await OpenBusAsync(lease ?? TimeSpan.FromSeconds(1)), TimeProvider.System, NullLogger.Instance);
        _open.Add(node);
        return node;
    }

    private async Task<RedisBus> OpenBusAsync(TimeSpan lease)
    {
        var bus = RedisNode.Open(RedisNode.Options(_redis.Configuration) with { Lease = lease });
        _open.Add(bus);
        await Until.TrueAsync(() => bus.IsUp, "it is up");
        return bus;
    }
}
