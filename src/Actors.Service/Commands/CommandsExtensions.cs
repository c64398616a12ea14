using Actors.Live;
using Actors.Log;
using Actors.Service.Limits;
using Actors.Service.Requests;

namespace Actors.Service.Commands;

/// <summary>Adds the way that requests take into the log.</summary>
internal static class CommandsExtensions
{
    /// <summary>Adds the gateway and what it looks at.</summary>
    public static IServiceCollection AddActorsCommands(this IServiceCollection services) => services
        .AddSingleton(provider => new ShardBacklog(
            provider.GetRequiredService<IDurableLog>().ShardCount, provider.GetRequiredService<ILiveBus>(), provider.GetRequiredService<LimitsOptions>()))
        .AddSingleton<CommandGateway>()
        .AddSingleton<KeyedGate>()
        .AddSingleton<RecentKeys>()
        .AddSingleton<OnceCommands>();
}
