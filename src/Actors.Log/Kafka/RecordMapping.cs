using System.Text;
using System.Text.Json;
using Confluent.Kafka;

namespace Actors.Log.Kafka;

/// <summary>
/// A Kafka record as a record of the log; <c>docs/record-format.md</c> is this in words. Pure. The key is the channel,
/// the value the bytes as they are, the header <c>actors</c> is <see cref="RecordHeader"/>; <c>type</c> and <c>traceparent</c>
/// say again in text what other people's tools look for. Someone else's record counts when its header <c>kind</c> is <c>command</c>.
/// </summary>
internal static class RecordMapping
{
    /// <summary>The binary header of every record that a node writes.</summary>
    internal const string ActorsHeader = "actors";

    /// <summary>Marks someone else's record as a command.</summary>
    internal const string KindHeader = "kind";

    /// <summary>The type of an event or command.</summary>
    internal const string TypeHeader = "type";

    /// <summary>W3C trace context.</summary>
    internal const string TraceHeader = "traceparent";

    private const int LongestType = 256;
    private const int TraceLength = 55;

    /// <summary>The record that the client library has read; see <see cref="Read"/>.</summary>
    internal static LogRecord? ToRecord(Message<byte[], byte[]> message, TextCache texts) =>
        Read(message.Key, message.Value, ForeignHeaders.Of(message.Headers), texts);

    /// <summary>
    /// The record of a Kafka record; null when it is none: neither ours nor a command, or with a header that is cut off. Such a
    /// one is as if it were not there, for every reader alike.
    /// </summary>
    /// <param name="key">The key; empty where there is none.</param>
    /// <param name="value">The value, kept by the record.</param>
    /// <param name="headers">The headers.</param>
    /// <param name="texts">Keeps channels, types and jobs from being allocated again.</param>
    /// <exception cref="RecordFormatException">One of ours that this node does not understand, but another may.</exception>
    internal static LogRecord? Read(ReadOnlySpan<byte> key, ReadOnlyMemory<byte> value, in ForeignHeaders headers, TextCache texts)
    {
        if (!headers.IsOurs)
        {
            return headers.Kind.SequenceEqual("command"u8)
                ? new LogRecord
                {
                    Kind = RecordKind.Command,
                    Channel = texts.Get(key),
                    Type = TypeOf(headers.Type, value.Span),
                    TraceParent = headers.TraceParent.Length == TraceLength && Ascii.IsValid(headers.TraceParent)
                        ? Encoding.ASCII.GetString(headers.TraceParent)
                        : null,
                    Value = value,
                }
                : null;
        }

        try
        {
            return RecordHeader.Read(headers.Actors, texts.Get(key), value, texts);
        }
        catch (RecordFormatException e) when (e.IsCut)
        {
            return null;
        }
    }

    private static string TypeOf(ReadOnlySpan<byte> header, ReadOnlySpan<byte> json)
    {
        if (header.Length is > 0 and <= LongestType)
        {
            return Encoding.UTF8.GetString(header);
        }

        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return string.Empty;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isType = reader.ValueTextEquals("type"u8);
                reader.Read();
                if (isType)
                {
                    return reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= LongestType ? reader.GetString()! : string.Empty;
                }

                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // Whoever handles it says so to the channel; here it only has no type.
        }

        return string.Empty;
    }
}
