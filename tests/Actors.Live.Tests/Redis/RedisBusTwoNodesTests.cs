using Actors.Live.Redis;

namespace Actors.Live.Tests.Redis;

[Trait("Server", "redis")]
public sealed class RedisBusTwoNodesTests(RedisFixture redis) : LiveBusContract, IClassFixture<RedisFixture>
{
    private readonly List<RedisBus> _buses = [];

    public override async Task DisposeAsync()
    {
        foreach (var bus in _buses)
        {
            await bus.DisposeAsync();
        }
    }

    protected override Task<(ILiveBus Owner, ILiveBus Reader)> OpenAsync()
    {
        _buses.Add(RedisNode.Open(redis.Server.Configuration));
        _buses.Add(RedisNode.Open(redis.Server.Configuration));
        return Task.FromResult<(ILiveBus, ILiveBus)>((_buses[0], _buses[1]));
    }
}
