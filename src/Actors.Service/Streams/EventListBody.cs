using System.Net.Mime;
using System.Text.Json;
using Actors.History;
using Actors.Service.Problems;

namespace Actors.Service.Streams;

/// <summary>Writes a page of past events: <c>{"channel":"…","events":[…],"next":…}</c>, each event as its stream would carry it.</summary>
internal static class EventListBody
{
    private static readonly JsonWriterOptions Unchecked = new() { SkipValidation = true };

    /// <summary>Reads <c>order</c>: <c>desc</c> is the newest first, which is also what is meant where it is left out.</summary>
    /// <exception cref="ProblemException">400.</exception>
    public static bool IsNewestFirst(string? order) => order switch
    {
        null or "desc" => true,
        "asc" => false,
        _ => throw new ProblemException(Refusals.Invalid("order", $"'{order}' must be asc or desc.")),
    };

    /// <summary>An event's JSON as an element.</summary>
    public static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Writes the answer.</summary>
    public static async Task WriteAsync(HttpResponse response, string channel, EventPage page)
    {
        response.ContentType = MediaTypeNames.Application.Json;
        await using var writer = new Utf8JsonWriter(response.BodyWriter, Unchecked);
        writer.WriteStartObject();
        writer.WriteString("channel"u8, channel);
        writer.WriteStartArray("events"u8);
        foreach (var entry in page.Events)
        {
            writer.WriteRawValue(entry.Record.Value.Span, skipInputValidation: true);
        }

        writer.WriteEndArray();
        if (page.Next is { } next)
        {
            writer.WriteNumber("next"u8, next);
        }

        writer.WriteEndObject();
    }
}
