using Actors.TestServers;

namespace Actors.Live.Tests.Redis;

/// <summary>What a node lives by goes on whatever happens to those who hear of it.</summary>
[Trait("Server", "redis")]
public sealed class RedisNodesTests : IAsyncLifetime
{
    private RedisServer _redis = null!;

    public async Task InitializeAsync() => _redis = await RedisServer.StartAsync();

    public async Task DisposeAsync() => await _redis.DisposeAsync();

    [Fact]
    public async Task Lease_is_kept_when_who_hears_that_it_had_lapsed_fails()
    {
        await using var bus = RedisNode.Open(RedisNode.Options(_redis.Configuration) with { Lease = TimeSpan.FromSeconds(1) });
        using var admin = new RedisAdmin(_redis);
        var lease = $"actors:00000007:node:{bus.Nodes.Self}";
        await Until.TrueAsync(() => admin.Database.KeyExists(lease), "it lives");
        var heard = 0;
        bus.Nodes.Lapsed += () =>
        {
            Interlocked.Increment(ref heard);
            throw new InvalidOperationException("on purpose");
        };

        for (var time = 1; time <= 2; time++)
        {
            admin.Database.KeyDelete(lease).ShouldBeTrue();
            await Until.TrueAsync(() => Volatile.Read(ref heard) >= time && admin.Database.KeyExists(lease), $"it lives again, time {time}");
        }
    }
}
