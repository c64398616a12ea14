using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Actors.Contracts.Channels;
using Actors.Contracts.Events;
using Actors.Service.Problems;

namespace Actors.Service.Streams;

/// <summary>
/// The events of a publication, each made whole: type first, then the id, time, version and channel that the service gives it, then
/// what the backend sent, on one line.
/// </summary>
internal static class PublishRequest
{
    /// <summary>The most events of one request.</summary>
    public const int MaxEvents = 1000;

    private static readonly string[] Given = ["id", "timestamp", "channel"];

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The events of a body: one object, an array of them, or <c>{"events":[…]}</c>.</summary>
    /// <param name="body">The request's JSON.</param>
    /// <param name="channel">The channel that hears them.</param>
    /// <param name="maxEventBytes">The largest event, in bytes of JSON.</param>
    /// <param name="time">What all of them bear as their time.</param>
    /// <param name="ids">Gives the id of the event at an index.</param>
    /// <exception cref="ProblemException">400 or 413 that names the event and what is wrong with it.</exception>
    public static List<JsonElement> Read(JsonElement body, ChannelName channel, int maxEventBytes, DateTimeOffset time, Func<int, Guid> ids)
    {
        var (list, path) = body.ValueKind switch
        {
            JsonValueKind.Array => (body, string.Empty),
            JsonValueKind.Object when body.TryGetProperty("events"u8, out var events) && !body.TryGetProperty("type"u8, out _) => (events, "events"),
            _ => (default, string.Empty),
        };
        if (list.ValueKind == JsonValueKind.Undefined)
        {
            return [Complete(body, string.Empty, channel, maxEventBytes, time, ids(0))];
        }

        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MaxEvents)
        {
            throw new ProblemException(Refusals.Invalid(path, $"Must be a list of 1 to {MaxEvents} events."));
        }

        return [.. list.EnumerateArray().Select((item, i) => Complete(item, $"{path}[{i}]", channel, maxEventBytes, time, ids(i)))];
    }

    private static JsonElement Complete(JsonElement item, string path, ChannelName channel, int maxEventBytes, DateTimeOffset time, Guid id)
    {
        var type = ReadType(item, path);
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, type);
            writer.WriteString("id"u8, id);
            writer.WriteString("timestamp"u8, time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            writer.WriteNumber("v"u8, ReadVersion(item, path));
            writer.WriteString("channel"u8, channel.Value);
            foreach (var property in item.EnumerateObject())
            {
                if (Given.Contains(property.Name))
                {
                    throw new ProblemException(Refusals.Invalid(At(path, property.Name), "Is given by the service: leave it out."));
                }

                if (property.Name is not ("type" or "v"))
                {
                    property.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        if (buffer.WrittenCount > maxEventBytes)
        {
            throw new ProblemException(Refusals.TooLarge($"The event{(path.Length == 0 ? string.Empty : " " + path)} has {buffer.WrittenCount} bytes; at most {maxEventBytes} are taken."));
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    private static string ReadType(JsonElement item, string path)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw new ProblemException(Refusals.Invalid(path, "An event must be an object with a 'type'."));
        }

        var type = item.TryGetProperty("type"u8, out var element) && element.ValueKind == JsonValueKind.String ? element.GetString()! : string.Empty;
        if (!EventTypeName.IsValid(type))
        {
            throw new ProblemException(Refusals.Invalid(At(path, "type"), $"Must be {EventTypeName.Rule}"));
        }

        return EventCatalog.TryGet(type, out _)
            ? throw new ProblemException(Refusals.Invalid(At(path, "type"), $"'{type}' is a type that the system itself emits; take a name of your own."))
            : type;
    }

    private static int ReadVersion(JsonElement item, string path) =>
        !item.TryGetProperty("v"u8, out var element) ? 1
            : element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var version) && version >= 1 ? version
            : throw new ProblemException(Refusals.Invalid(At(path, "v"), "Must be a whole number from 1."));

    private static string At(string path, string field) => path.Length == 0 ? field : $"{path}.{field}";
}
