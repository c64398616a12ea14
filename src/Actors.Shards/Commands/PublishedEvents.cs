using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Actors.Contracts.Events;
using Actors.Shards.Work;

namespace Actors.Shards.Commands;

/// <summary>
/// The events of a publication. One that is a whole event on one line is appended as it is; to any other is added what it
/// lacks: an id and a time that follow from the command's place, a version, the channel.
/// </summary>
internal static class PublishedEvents
{
    /// <summary>The most events that one command may carry.</summary>
    internal const int MaxEvents = 1000;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The drafts, or null and what is wrong with the command. All or none: a batch is not taken in part.</summary>
    internal static EventDraft[]? Read(ParsedCommand command, ShardPlace place, int maxEventBytes, out string? problem)
    {
        var events = command.Body!.Events;
        if (events is null || events.Count is 0 or > MaxEvents)
        {
            problem = $"A publication has 1 to {MaxEvents} events.";
            return null;
        }

        var drafts = new EventDraft[events.Count];
        for (var i = 0; i < drafts.Length; i++)
        {
            if (events[i].ValueKind != JsonValueKind.Object
                || !events[i].TryGetProperty("type"u8, out var type)
                || type.ValueKind != JsonValueKind.String
                || type.GetString() is not { Length: > 0 } name)
            {
                problem = $"Event {i} is no object with a type.";
                return null;
            }

            // The type stands in headers and frames too, which have less room than an event.
            if (!EventTypeName.IsValid(name))
            {
                problem = $"The type of event {i} must be {EventTypeName.Rule}";
                return null;
            }

            var payload = IsWhole(events[i], command.Record.Channel)
                ? JsonMarshal.GetRawUtf8Value(events[i]).ToArray()
                : Complete(events[i], name, command, place, i);
            if (payload.Length > maxEventBytes)
            {
                problem = $"Event {i} has {payload.Length} bytes; at most {maxEventBytes} are allowed.";
                return null;
            }

            drafts[i] = new EventDraft { Type = name, Channel = command.Record.Channel, Payload = payload };
        }

        problem = null;
        return drafts;
    }

    private static bool IsWhole(JsonElement element, string channel)
    {
        using var properties = element.EnumerateObject();
        return properties.MoveNext() && properties.Current.NameEquals("type"u8)
            && element.TryGetProperty("id"u8, out var id) && id.ValueKind == JsonValueKind.String
            && element.TryGetProperty("timestamp"u8, out var time) && time.ValueKind == JsonValueKind.String
            && element.TryGetProperty("v"u8, out var version) && version.ValueKind == JsonValueKind.Number
            && element.TryGetProperty("channel"u8, out var named) && named.ValueKind == JsonValueKind.String && named.ValueEquals(channel)
            && JsonMarshal.GetRawUtf8Value(element).IndexOfAny((byte)'\n', (byte)'\r') < 0;
    }

    private static byte[] Complete(JsonElement element, string type, ParsedCommand command, ShardPlace place, int index)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, type);
            WriteOr(writer, element, "id", JsonValueKind.String, () => DeterministicId
                .ForCommand(place.LogId, place.Shard, command.Offset, index, command.Time).ToString());
            WriteOr(writer, element, "timestamp", JsonValueKind.String, () => DateTimeOffset
                .FromUnixTimeMilliseconds(command.Time).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            if (element.TryGetProperty("v"u8, out var version) && version.ValueKind == JsonValueKind.Number)
            {
                writer.WritePropertyName("v"u8);
                version.WriteTo(writer);
            }
            else
            {
                writer.WriteNumber("v"u8, 1);
            }

            writer.WriteString("channel"u8, command.Record.Channel);
            foreach (var property in element.EnumerateObject())
            {
                if (property.Name is not ("type" or "id" or "timestamp" or "v" or "channel"))
                {
                    property.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteOr(Utf8JsonWriter writer, JsonElement element, string name, JsonValueKind kind, Func<string> missing)
    {
        var given = element.TryGetProperty(name, out var value) && value.ValueKind == kind ? value.GetString() : null;
        writer.WriteString(name, given ?? missing());
    }
}
