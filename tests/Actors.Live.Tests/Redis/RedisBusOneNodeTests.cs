using Actors.Live.Redis;

namespace Actors.Live.Tests.Redis;

[Trait("Server", "redis")]
public sealed class RedisBusOneNodeTests(RedisFixture redis) : LiveBusContract, IClassFixture<RedisFixture>
{
    private RedisBus _bus = null!;

    public override async Task DisposeAsync() => await _bus.DisposeAsync();

    protected override Task<(ILiveBus Owner, ILiveBus Reader)> OpenAsync()
    {
        _bus = RedisNode.Open(redis.Server.Configuration);
        return Task.FromResult<(ILiveBus, ILiveBus)>((_bus, _bus));
    }
}
