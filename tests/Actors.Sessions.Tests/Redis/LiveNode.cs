using Actors.Contracts;
using Actors.Live.Redis;
using Actors.Sessions.Tests.Support;
using Actors.TestServers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Sessions.Tests.Redis;

/// <summary>One node's streams on real threads and a real Redis.</summary>
internal sealed class LiveNode : IAsyncDisposable
{
    private readonly ActorSystem _system;

    public LiveNode(MemoryLog log, RedisServer redis, string name)
    {
        var ids = new UuidV7Source(TimeProvider.System);
        var options = new RedisBusOptions
        {
            Configuration = redis.Configuration,
            AnswerTimeout = TimeSpan.FromSeconds(1),
            ReconnectDelay = TimeSpan.FromMilliseconds(20),
            MaxReconnectDelay = TimeSpan.FromMilliseconds(200),
        };
        Bus = RedisBus.Create(options, log.LogId, name, TimeProvider.System, ids, NullLogger.Instance);
        _system = ActorSystem.Create(name);
        Hub = new SessionHub(_system, log, Bus, null, new SessionOptions(), TimeProvider.System, ids, new Random(1));
    }

    public RedisBus Bus { get; }

    public SessionHub Hub { get; }

    public async ValueTask DisposeAsync()
    {
        await _system.Terminate();
        Hub.Dispose();
        await Bus.DisposeAsync();
    }
}
