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
    public static IServiceCollection AddActorsCors(this IServiceCollection services, CrossOriginOptions settings) =>
        services.AddCors(cors => cors.AddDefaultPolicy(policy =>
        {
            policy.WithOrigins([.. settings.Origins]).AllowAnyHeader().AllowAnyMethod().WithExposedHeaders(Exposed).SetPreflightMaxAge(PreflightAge);
        }));
}
