using Actors.Contracts;
using Actors.Live.Redis;
using Microsoft.Extensions.Logging;

namespace Actors.Live.Tests.Redis;

/// <summary>A node's bus on a Redis, with times fit for tests.</summary>
internal static class RedisNode
{
    public static RedisBusOptions Options(string configuration) => new()
    {
        Configuration = configuration,
        AnswerTimeout = TimeSpan.FromSeconds(1),
        PingInterval = TimeSpan.FromMilliseconds(100),
        ReconnectDelay = TimeSpan.FromMilliseconds(20),
        MaxReconnectDelay = TimeSpan.FromMilliseconds(200),
    };

    public static RedisBus Open(string configuration, uint logId = 7, ILogger? logger = null) => Open(Options(configuration), logId, logger);

    public static RedisBus Open(RedisBusOptions options, uint logId = 7, ILogger? logger = null) => RedisBus.Create(
        options, logId, "test node", TimeProvider.System, new UuidV7Source(TimeProvider.System),
        logger ?? Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
}
