using System.Collections.Concurrent;
using Actors.Live.Redis;
using Actors.TestServers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Live.Tests.Redis;

/// <summary>Who is in a room, over several nodes that come, go and die.</summary>
[Trait("Server", "redis")]
public sealed class RedisPresenceTests : IAsyncLifetime
{
    private const string Room = "channel:a";
    private const string RoomKey = "actors:00000007:room:channel:a";

    private readonly ConcurrentQueue<string> _told = new();
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
    public async Task A_user_on_two_nodes_comes_with_the_first_and_leaves_with_the_last()
    {
        var (one, other) = await OpenTwoAsync();
        one.Join(Room, "ada");
        await ToldAsync("ada online");
        other.Join(Room, "ada");
        other.Join(Room, "bob");
        await ToldAsync("ada online", "bob online");
        one.Leave(Room, "ada");
        one.Join(Room, "eve");
        await ToldAsync("ada online", "bob online", "eve online");
        (await one.ListAsync(Room, 9, default)).Users.ShouldBe(["ada", "bob", "eve"]);
        (await other.ListAsync(Room, 2, default)).HasMore.ShouldBeTrue();

        other.Leave(Room, "ada");

        await ToldAsync("ada online", "bob online", "eve online", "ada offline");
        (await one.ListAsync(Room, 9, default)).Users.ShouldBe(["bob", "eve"]);
    }

    [Fact]
    public async Task Users_who_come_to_two_nodes_at_once_and_leave_both_at_once_are_told_once()
    {
        var (one, other) = await OpenTwoAsync();
        string[] users = [.. Enumerable.Range(0, 100).Select(i => $"u{i}")];

        Array.ForEach(users, user => Parallel.Invoke(() => one.Join(Room, user), () => other.Join(Room, user)));
        await ToldAsync([.. users.Select(user => $"{user} online")]);
        Array.ForEach(users, user => Parallel.Invoke(() => one.Leave(Room, user), () => other.Leave(Room, user)));

        await ToldAsync([.. users.Select(user => $"{user} online"), .. users.Select(user => $"{user} offline")]);
    }

    [Fact]
    public async Task Users_of_a_dead_node_leave_after_its_lease_unless_they_came_back_elsewhere()
    {
        var (one, _) = await OpenTwoAsync();
        var deadBus = RedisNode.Open(Options());
        await Until.TrueAsync(() => deadBus.IsUp, "it is up");
        await Until.TrueAsync(() => _open.OfType<RedisBus>().All(bus => bus.Nodes.Others.Count == 2), "the others know it");
        var dead = Listen(RedisPresence.Create(deadBus, TimeProvider.System, NullLogger.Instance));
        dead.Join(Room, "ada");
        dead.Join(Room, "bob");
        dead.Join("channel:b", "bob");
        await ToldAsync("ada online", "bob online", "bob online");

        using var admin = new RedisAdmin(_redis);
        one.Join(Room, "ada");
        await Until.TrueAsync(() => admin.Database.HashLength(RoomKey) == 3, "ada is there by two nodes");
        await deadBus.DisposeAsync();

        await ToldAsync("ada online", "bob online", "bob online", "bob offline", "bob offline");
        (await one.ListAsync(Room, 9, default)).Users.ShouldBe(["ada"]);
        await Until.TrueAsync(() => admin.Database.HashLength(RoomKey) == 1, "nothing of the dead is left");
    }

    [Fact]
    public async Task Users_of_a_dead_node_leave_also_when_removing_them_failed_at_first()
    {
        const string Rooms = "actors:00000007:rooms:";
        await OpenTwoAsync();
        var deadBus = RedisNode.Open(Options());
        await Until.TrueAsync(() => deadBus.IsUp, "it is up");
        await Until.TrueAsync(() => _open.OfType<RedisBus>().All(bus => bus.Nodes.Others.Count == 2), "the others know it");
        var dead = Listen(RedisPresence.Create(deadBus, TimeProvider.System, NullLogger.Instance));
        dead.Join(Room, "ada");
        await ToldAsync("ada online");
        using var admin = new RedisAdmin(_redis);
        var (name, self) = (Rooms + deadBus.Nodes.Self, deadBus.Nodes.Self);
        await Until.TrueAsync(() => admin.Database.KeyExists(name), "its rooms are known");
        admin.Database.KeyRename(name, "kept").ShouldBeTrue();
        admin.Database.StringSet(name, "no set, so that whoever reads it fails");

        await deadBus.DisposeAsync();
        await Until.TrueAsync(() => admin.Keys().Any(key => key.Contains("cleaning:", StringComparison.Ordinal)), "somebody tries to remove what it left");
        await Until.TrueAsync(() => !admin.Keys().Any(key => key.Contains("cleaning:", StringComparison.Ordinal)), "and failed");
        admin.Database.SetContains("actors:00000007:nodes:all", self).ShouldBeTrue();
        admin.Database.KeyRename("kept", name).ShouldBeTrue();

        await ToldAsync("ada online", "ada offline");
        await Until.TrueAsync(() => admin.Database.HashLength(RoomKey) == 0 && !admin.Database.SetContains("actors:00000007:nodes:all", self), "nothing of it is left");
    }

    [Fact]
    public async Task While_Redis_is_away_a_node_lists_its_own_and_when_it_is_back_everybody_is_there_again()
    {
        var (one, other) = await OpenTwoAsync();
        one.Join(Room, "ada");
        other.Join(Room, "bob");
        await ToldAsync("ada online", "bob online");

        await _redis.KillAsync();
        await Until.TrueAsync(async () => (await one.ListAsync(Room, 9, default)).Users is ["ada"], "its own");
        one.Join(Room, "eve");
        other.Leave(Room, "bob");
        await _redis.StartAgainAsync();

        await Until.TrueAsync(async () => (await other.ListAsync(Room, 9, default)).Users is ["ada", "eve"], "all who are there");
        await Until.TrueAsync(() => _told.Contains("bob offline") && _told.Contains("eve online"), "what happened meanwhile is told");
    }

    [Fact]
    public async Task Who_comes_while_Redis_hangs_is_told_when_it_answers_again()
    {
        var (one, other) = await OpenTwoAsync();
        one.Join(Room, "ada");
        await ToldAsync("ada online");
        for (var time = 1; time <= 3; time++)
        {
            var losses = Losses();
            _redis.Process!.Pause();
            one.Join(Room, $"bob {time}");
            other.Join(Room, $"eve {time}");
            await Until.TrueAsync(() => Losses() >= losses + 2, "both nodes have given their connections up");
            _redis.Process.Resume();
            await Until.TrueAsync(() => _told.Contains($"bob {time} online") && _told.Contains($"eve {time} online"), $"who came is told, time {time}");
        }
    }

    private long Losses() => _open.OfType<RedisBus>().Sum(bus => bus.Losses);

    private static RedisBusOptions Options(string configuration) => RedisNode.Options(configuration) with { Lease = TimeSpan.FromSeconds(3) };

    private RedisBusOptions Options() => Options(_redis.Configuration);

    private async Task<(RedisPresence One, RedisPresence Other)> OpenTwoAsync()
    {
        List<RedisPresence> nodes = [];
        for (var i = 0; i < 2; i++)
        {
            var bus = RedisNode.Open(Options());
            _open.Add(bus);
            await Until.TrueAsync(() => bus.IsUp, "it is up");
            nodes.Add(Listen(RedisPresence.Create(bus, TimeProvider.System, NullLogger.Instance)));
            _open.Add(nodes[i]);
        }

        // Until a node's next refresh the others do not know that it has started.
        await Until.TrueAsync(() => _open.OfType<RedisBus>().All(bus => bus.Nodes.Others.Count == 1), "the nodes know each other");
        return (nodes[0], nodes[1]);
    }

    private RedisPresence Listen(RedisPresence node)
    {
        node.Changed += (_, user, isThere) => _told.Enqueue($"{user} {(isThere ? "online" : "offline")}");
        return node;
    }

    private async Task ToldAsync(params string[] expected)
    {
        await Until.TrueAsync(() => _told.Count >= expected.Length, string.Join(", ", expected));
        _told.ShouldBe(expected, ignoreOrder: true);
    }
}
