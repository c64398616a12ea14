using Actors.Live.Presence;
using Actors.Live.Redis;
using Actors.Live.Tests.Presence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Live.Tests.Redis;

[Trait("Server", "redis")]
public sealed class RedisConnectionsContractTests(RedisFixture redis) : ConnectionRegistryContract, IClassFixture<RedisFixture>, IAsyncLifetime
{
    private RedisBus _bus = null!;
    private RedisConnections _sut = null!;

    protected override IConnectionRegistry Sut => _sut;

    public Task InitializeAsync()
    {
        _bus = RedisNode.Open(redis.Server.Configuration);
        _sut = RedisConnections.Create(_bus, TimeProvider.System, NullLogger.Instance);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _sut.DisposeAsync();
        await _bus.DisposeAsync();
    }
}
