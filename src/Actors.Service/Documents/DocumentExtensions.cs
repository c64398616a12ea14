using Actors.Service.Requests;

namespace Actors.Service.Documents;

/// <summary>Adds the descriptions of what the service takes and sends.</summary>
internal static class DocumentExtensions
{
    /// <summary>Adds the OpenAPI document.</summary>
    public static IServiceCollection AddActorsDocuments(this IServiceCollection services) =>
        services.AddOpenApi("v1", options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Actors";
            document.Info.Description =
                """
                Submit jobs, follow their events, publish events. /asyncapi.json describes the events.

                Every POST takes an Idempotency-Key of 1 to 255 visible ASCII characters: a repeat of the request is answered as the
                first was, at whichever node (for tickets and typing: at the same node); another request under the key is answered 422. A key is
                known for as long as the history keeps commands, a day by default; while the history does not answer, keys of the
                last ten minutes are.
                """;
            document.Servers?.Clear();
            return Task.CompletedTask;
        }));

    /// <summary>Maps <c>/openapi/v1.json</c> and <c>/asyncapi.json</c>.</summary>
    public static void MapDocuments(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json").AlsoByHead();
        var asyncApi = AsyncApiDocument.Create().ToJsonString();
        routes.MapGet("/asyncapi.json", () => Results.Text(asyncApi, "application/json")).AlsoByHead().ExcludeFromDescription();
    }
}
