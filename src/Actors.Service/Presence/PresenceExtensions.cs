using Actors.Contracts;
using Actors.Live;
using Actors.Live.Presence;
using Actors.Live.Redis;
using Actors.Log;

namespace Actors.Service.Presence;

/// <summary>Adds who is in which room.</summary>
internal static class PresenceExtensions
{
    /// <summary>How long somebody without a stream is still there: a reload takes less, and so does a client that comes back after a time-out.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Adds it; made at the first request that needs it, when the stores are open.</summary>
    public static IServiceCollection AddActorsPresence(this IServiceCollection services) => services
        .AddSingleton(MakeStore)
        .AddSingleton(provider => new RoomPresence(
            provider.GetRequiredService<IPresenceStore>(),
            provider.GetRequiredService<ILiveBus>(),
            provider.GetRequiredService<IDurableLog>().ShardCount,
            Grace,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IIdSource>()));

    private static IPresenceStore MakeStore(IServiceProvider provider) => provider.GetRequiredService<ILiveBus>() is RedisBus bus
        ? RedisPresence.Create(bus, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RedisPresence>>())
        : new NodePresence();
}
