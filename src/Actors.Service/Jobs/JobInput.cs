using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Actors.Contracts.Channels;
using Actors.Service.Identity;
using Actors.Service.Problems;
using Actors.Service.Requests;

namespace Actors.Service.Jobs;

/// <summary>A submit request's body: the handler's input, and beside it the channel that shall hear of the job. Immutable.</summary>
/// <param name="Channel">The channel; the caller's own where the request names none.</param>
/// <param name="Input">The rest of the body, as the handler takes it.</param>
internal sealed record JobInput(ChannelName Channel, JsonElement Input)
{
    private const string ChannelField = "channel";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Takes a body apart.</summary>
    /// <exception cref="ProblemException">400 for what is no object or no channel, 403 for a channel that the caller may not hear.</exception>
    public static JobInput Read(RequestBody body, Caller caller)
    {
        using var document = body.AsDocument();
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new ProblemException(Refusals.Invalid(string.Empty, "The body must be a JSON object."));
        }

        var channel = caller.Own;
        var buffer = new ArrayBufferWriter<byte>(body.Bytes.Length + 16);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            foreach (var property in root.EnumerateObject())
            {
                if (property.NameEquals(ChannelField))
                {
                    channel = ReadChannel(property.Value, caller);
                }
                else
                {
                    property.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return new JobInput(channel, JsonElement.ParseValue(ref reader));
    }

    private static ChannelName ReadChannel(JsonElement value, Caller caller)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return caller.Own;
        }

        if (value.ValueKind != JsonValueKind.String || !ChannelName.TryParse(value.GetString(), out var channel))
        {
            throw new ProblemException(Refusals.Invalid(ChannelField, "Must be 'user:<id>' or 'channel:<id>' with an id of 1 to 128 characters of A-Z a-z 0-9 _ . -"));
        }

        caller.RequireHearing(channel);
        return channel;
    }
}
