using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Actors.Service.Identity;

/// <summary>Adds who callers are.</summary>
internal static partial class IdentityExtensions
{
    /// <summary>Adds the scheme that <c>Auth:Mode</c> names, and tickets beside it.</summary>
    public static IServiceCollection AddActorsIdentity(this IServiceCollection services, AuthOptions options, string dataDirectory)
    {
        services.AddSingleton(options);
        services.AddSingleton(_ => TicketKey.Create(options, dataDirectory));
        services.AddSingleton<TicketSigner>();
        services.AddSingleton<TicketIssue>();
        services.AddAuthorization();
        var mode = options.Mode == AuthMode.Jwt ? AuthSchemes.Jwt : AuthSchemes.Development;
        var schemes = AddSchemes(services)
            .AddPolicyScheme(AuthSchemes.Any, AuthSchemes.Any, policy => policy.ForwardDefaultSelector = context => IsTicket(context.Request) ? AuthSchemes.Ticket : mode)
            .AddScheme<AuthenticationSchemeOptions, TicketScheme>(AuthSchemes.Ticket, null);
        if (options.Mode == AuthMode.Jwt)
        {
            schemes.AddJwtBearer(AuthSchemes.Jwt, _ => { });
            services.AddOptions<JwtBearerOptions>(AuthSchemes.Jwt).Configure<TimeProvider>((bearer, time) => BearerSetup.Configure(bearer, options.Jwt, time));
        }
        else
        {
            schemes.AddScheme<AuthenticationSchemeOptions, DevelopmentScheme>(AuthSchemes.Development, null);
        }

        return services;
    }

    /// <summary>Says at start what would be a hole if it were an oversight.</summary>
    public static void WarnOfOpenDoors(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<AuthOptions>();
        if (options.Mode == AuthMode.Development)
        {
            Log.DevelopmentMode(app.Logger);
        }
    }

    // AddAuthentication would bring data protection and its key ring in the home directory, which nothing here uses.
    private static AuthenticationBuilder AddSchemes(IServiceCollection services)
    {
        services.AddAuthenticationCore(authentication => authentication.DefaultScheme = AuthSchemes.Any);
        services.AddWebEncoders();
#pragma warning disable CS0618 // The bearer handler of this version takes its clock in the old form.
        services.AddSingleton<ISystemClock, SystemClock>();
#pragma warning restore CS0618
        return new AuthenticationBuilder(services);
    }

    // A ticket stands in URLs, and so in logs: it opens what can be listened to and nothing beside it.
    private static bool IsTicket(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Path.StartsWithSegments(Streams.StreamEndpoints.Path, StringComparison.OrdinalIgnoreCase)
        && request.Query.ContainsKey(AuthSchemes.TicketParameter);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning,
            "Auth:Mode=Development: NOBODY IS ASKED WHO THEY ARE. Whoever reaches this service may act as any user, with all rights. Set Auth:Mode=Jwt before others can reach it.")]
        public static partial void DevelopmentMode(ILogger logger);
    }
}
