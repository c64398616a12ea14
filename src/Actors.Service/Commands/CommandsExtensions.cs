using Actors.Service.Requests;

namespace Actors.Service.Commands;

/// <summary>Adds the way that requests take into the log.</summary>
internal static class CommandsExtensions
{
    /// <summary>Adds the gateway and what it looks at.</summary>
    public static IServiceCollection AddActorsCommands(this IServiceCollection services, CommandsOptions options) => services
        .AddSingleton(options)
        .AddSingleton<ShardBacklog>()
        .AddSingleton<CommandGateway>()
        .AddSingleton<KeyedGate>()
        .AddSingleton<RecentKeys>()
        .AddSingleton<FirstCommands>()
        .AddSingleton<OnceCommands>();
}
