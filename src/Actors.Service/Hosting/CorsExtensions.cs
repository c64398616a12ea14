using Actors.Service.Configuration;

namespace Actors.Service.Hosting;

/// <summary>Adds what browsers ask before a page of another origin may use the service.</summary>
internal static class CorsExtensions
{
    private static readonly string[] Exposed = ["Location", "Retry-After"];
    private static readonly TimeSpan PreflightAge = TimeSpan.FromHours(2);

    /// <summary>
    /// Adds CORS for the origins of <c>Cors:Origins</c>. Nothing here needs credentials: identity is a header or a ticket, so a
    /// stream with its ticket in the query is a simple request without a preflight (Fetch §4.8).
    /// </summary>
    /// <exception cref="SettingException">An origin is none.</exception>
    public static IServiceCollection AddActorsCors(this IServiceCollection services, CrossOriginOptions settings)
    {
        foreach (var origin in settings.Origins)
        {
            if (origin != "*" && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == origin))
            {
                throw new SettingException($"Cors:Origins has '{origin}' but each must be * or an origin such as https://app.example, without a path.");
            }
        }

        return services.AddCors(cors => cors.AddDefaultPolicy(policy =>
        {
            policy.WithOrigins([.. settings.Origins]).AllowAnyHeader().AllowAnyMethod().WithExposedHeaders(Exposed).SetPreflightMaxAge(PreflightAge);
        }));
    }
}
