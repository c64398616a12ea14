using System.Net.Mime;
using System.Text.Json;
using Actors.Sessions;

namespace Actors.Service.Streams;

/// <summary>Writes what a long poll found: <c>{"events":[…],"cursor":"…"}</c>, each event as its stream would carry it.</summary>
internal static class PollBody
{
    private static readonly JsonWriterOptions Unchecked = new() { SkipValidation = true };

    /// <summary>Writes the answer.</summary>
    public static async Task WriteAsync(HttpResponse response, PollResult result)
    {
        response.ContentType = MediaTypeNames.Application.Json;
        await using var writer = new Utf8JsonWriter(response.BodyWriter, Unchecked);
        writer.WriteStartObject();
        writer.WriteStartArray("events"u8);
        foreach (var json in result.Events)
        {
            writer.WriteRawValue(json.Span, skipInputValidation: true);
        }

        writer.WriteEndArray();
        writer.WriteString("cursor"u8, result.Cursor);
        writer.WriteEndObject();
    }
}
