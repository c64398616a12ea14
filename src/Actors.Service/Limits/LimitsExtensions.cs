namespace Actors.Service.Limits;

/// <summary>Adds what bounds a client.</summary>
internal static class LimitsExtensions
{
    /// <summary>Adds the limits and what counts against them.</summary>
    public static IServiceCollection AddActorsLimits(this IServiceCollection services, LimitsOptions options) => services
        .AddSingleton(options)
        .AddSingleton<ConnectionCount>()
        .AddSingleton<OpenJobLimit>()
        .AddActorsRates(options);
}
