using System.Text.Json.Serialization;
using Actors.Service.Problems;

namespace Actors.Service.Requests;

/// <summary>Adds how requests are read and repeated ones recognised.</summary>
internal static class RequestsExtensions
{
    /// <summary>Adds the parts that outlive a request, and the JSON of bodies and answers.</summary>
    public static IServiceCollection AddActorsRequests(this IServiceCollection services) => services
        .AddSingleton<RecentAnswers>()
        .AddSingleton<OutageLog>()
        .ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServiceJson.Default);
        });

    /// <summary>Answers are for who asked and for now, unless what makes them says otherwise: neither a proxy nor a browser keeps one.</summary>
    public static IApplicationBuilder UseNoStore(this IApplicationBuilder app) => app.Use(static next => context =>
    {
        context.Response.Headers.CacheControl = "no-store";
        return next(context);
    });
}
