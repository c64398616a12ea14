using Actors.TestServers;
using StackExchange.Redis;

namespace Actors.Live.Tests.Redis;

/// <summary>Somebody else's connection to a Redis.</summary>
internal sealed class RedisAdmin : IDisposable
{
    private readonly ConnectionMultiplexer _connection;
    private readonly RedisServer _redis;

    public RedisAdmin(RedisServer redis)
    {
        _redis = redis;
        _connection = ConnectionMultiplexer.Connect($"{redis.Configuration},allowAdmin=true,syncTimeout=60000");
    }

    public IDatabase Database => _connection.GetDatabase();

    public string[] Channels(string prefix) =>
        [.. _connection.GetServer(_redis.Configuration).SubscriptionChannels($"{prefix}*").Select(c => (string)c!).Order(StringComparer.Ordinal)];

    public string[] Keys() => [.. _connection.GetServer(_redis.Configuration).Keys().Select(k => (string)k!).Order(StringComparer.Ordinal)];

    public void Publish(byte[] channel, byte[] message) => _connection.GetSubscriber().Publish(channel, message);

    public void Dispose() => _connection.Dispose();
}
