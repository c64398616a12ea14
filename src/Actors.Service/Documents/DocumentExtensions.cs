namespace Actors.Service.Documents;

/// <summary>Adds the descriptions of what the service takes and sends.</summary>
internal static class DocumentExtensions
{
    /// <summary>Adds the OpenAPI document.</summary>
    public static IServiceCollection AddActorsDocuments(this IServiceCollection services) =>
        services.AddOpenApi("v1", options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Actors";
            document.Info.Description = "Submit jobs, follow their events, publish events. /asyncapi.json describes the events.";
            document.Servers?.Clear();
            return Task.CompletedTask;
        }));

    /// <summary>Maps <c>/openapi/v1.json</c> and <c>/asyncapi.json</c>.</summary>
    public static void MapDocuments(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json");
        var asyncApi = AsyncApiDocument.Create().ToJsonString();
        routes.MapGet("/asyncapi.json", () => Results.Text(asyncApi, "application/json")).ExcludeFromDescription();
    }
}
