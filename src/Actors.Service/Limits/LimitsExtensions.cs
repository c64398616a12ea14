using Actors.Live;
using Actors.Live.Presence;
using Actors.Live.Redis;

namespace Actors.Service.Limits;

/// <summary>Adds what bounds a client.</summary>
internal static class LimitsExtensions
{
    /// <summary>Adds the limits and what counts against them.</summary>
    public static IServiceCollection AddActorsLimits(this IServiceCollection services, LimitsOptions options) => services
        .AddSingleton(options)
        .AddSingleton(MakeRegistry)
        .AddSingleton(provider => new Lazy<IConnectionRegistry>(provider.GetRequiredService<IConnectionRegistry>))
        .AddSingleton<ConnectionCount>()
        .AddSingleton<OpenJobLimit>()
        .AddActorsRates(options);

    private static IConnectionRegistry MakeRegistry(IServiceProvider provider) => provider.GetRequiredService<ILiveBus>() is RedisBus bus
        ? RedisConnections.Create(bus, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RedisConnections>>())
        : new NodeConnections();
}
