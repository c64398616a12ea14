using System.Text.Json.Nodes;
using Actors.Contracts.Events;

namespace Actors.Service.Documents;

/// <summary>Describes the event stream as AsyncAPI 3.0 has it, from the catalog that the code emits by.</summary>
internal static class AsyncApiDocument
{
    /// <summary>The whole document.</summary>
    public static JsonObject Create()
    {
        var messages = new JsonObject();
        var references = new JsonObject();
        foreach (var spec in EventCatalog.All)
        {
            var key = spec.Name.Replace('.', '_');
            messages[key] = Message(spec);
            references[key] = new JsonObject { ["$ref"] = $"#/components/messages/{key}" };
        }

        return new JsonObject
        {
            ["asyncapi"] = "3.0.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Actors events",
                ["version"] = "1",
                ["description"] = "Server-sent events of GET /api/events. Each event's data is one JSON object with 'type' first; "
                    + "its SSE id is a cursor that resumes the stream in every channel of the connection.",
            },
            ["defaultContentType"] = "application/json",
            ["channels"] = new JsonObject
            {
                ["events"] = new JsonObject
                {
                    ["address"] = "/api/events",
                    ["description"] = "user:<id> (private) or channel:<id> (room), as the query's 'channels' names them. "
                        + "Backends may publish events of their own types beside these.",
                    ["messages"] = references,
                },
            },
            ["operations"] = new JsonObject
            {
                ["hear"] = new JsonObject
                {
                    ["action"] = "send",
                    ["channel"] = new JsonObject { ["$ref"] = "#/channels/events" },
                },
            },
            ["components"] = new JsonObject { ["messages"] = messages },
        };
    }

    private static JsonObject Message(EventSpec spec) => new()
    {
        ["name"] = spec.Name,
        ["title"] = spec.Name,
        ["summary"] = spec.Doc,
        ["x-durable"] = spec.Durable,
        ["x-terminal"] = spec.Terminal,
        ["payload"] = Payload(spec),
    };

    private static JsonObject Payload(EventSpec spec)
    {
        var properties = new JsonObject
        {
            ["type"] = new JsonObject { ["const"] = spec.Name },
            ["id"] = Text("uuid"),
            ["timestamp"] = Text("date-time"),
            ["v"] = new JsonObject { ["const"] = spec.Version },
            ["channel"] = Text(null),
        };
        if (spec.Step != Contracts.Jobs.JobStep.None)
        {
            properties["jobId"] = Text(null);
            properties["attempt"] = new JsonObject { ["type"] = "integer", ["minimum"] = 1 };
            properties["progress"] = new JsonObject { ["type"] = "integer", ["minimum"] = 0, ["maximum"] = 100 };
            properties["message"] = Text(null);
        }

        if (spec.ResultSchema() is { } result)
        {
            properties["result"] = result;
        }

        if (spec.HasError)
        {
            properties["error"] = Text(null);
            properties["code"] = Text(null);
            properties["retryable"] = new JsonObject { ["type"] = "boolean" };
            properties["suggestion"] = Text(null);
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray("type", "id", "timestamp", "v", "channel"),
        };
    }

    private static JsonObject Text(string? format) =>
        format is null ? new JsonObject { ["type"] = "string" } : new JsonObject { ["type"] = "string", ["format"] = format };
}
