using System.Text.Json.Serialization;

namespace Actors.Service.Requests;

/// <summary>Adds how requests are read and repeated ones recognised.</summary>
internal static class RequestsExtensions
{
    /// <summary>Adds the parts that outlive a request, and the JSON of bodies and answers.</summary>
    public static IServiceCollection AddActorsRequests(this IServiceCollection services) => services
        .AddSingleton<RecentAnswers>()
        .ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServiceJson.Default);
        });
}
