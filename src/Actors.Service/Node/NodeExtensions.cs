using Actors.Contracts;
using Actors.Jobs;
using Actors.Service.Configuration;

namespace Actors.Service.Node;

/// <summary>Adds the node: its log, its bus, its actors.</summary>
internal static class NodeExtensions
{
    // The phases of the actors' shutdown end by themselves; this only keeps the host from giving up before them.
    private static readonly TimeSpan HostPatience = TimeSpan.FromMinutes(2);

    /// <summary>Adds everything below the endpoints. The log is opened when the host starts, not before.</summary>
    public static IServiceCollection AddActorsNode(this IServiceCollection services, ServiceSettings settings)
    {
        services.Configure<HostOptions>(host => host.ShutdownTimeout = HostPatience);
        services.AddSingleton<IIdSource>(provider => new UuidV7Source(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(settings);
        services.AddSingleton(settings.Node);
        services.AddSingleton(provider => new StoreFactory(
            settings.Stores, settings.Node, provider.GetRequiredService<IIdSource>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<NodeStores>();
        services.AddSingleton(provider => provider.GetRequiredService<NodeStores>().Bus);
        services.AddSingleton(provider => provider.GetRequiredService<NodeStores>().Log);
        services.AddSingleton(provider => provider.GetRequiredService<NodeStores>().Lookup);
        services.AddSingleton(provider => provider.GetRequiredService<NodeStores>().History);
        services.AddHostedService(provider => provider.GetRequiredService<NodeStores>());
        services.AddSingleton(settings.Shards);
        services.AddSingleton(settings.Sessions);
        services.AddJobs(settings.Jobs);
        services.AddSingleton<NodeService>();
        return services.AddHostedService(provider => provider.GetRequiredService<NodeService>());
    }
}
