using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Actors.Contracts.Events;

/// <summary>
/// Writes an event's JSON once: on one line, type first. Letters of all scripts stand as they are; escaped is what JSON needs, and
/// what the encoder takes for unsafe: control characters, so that nothing a user writes can break framing, and all beyond U+FFFF,
/// emoji among them, in 12 bytes each. The bytes go to the log, the bus and every browser unchanged.
/// Thread-safe; costs one array for each event.
/// </summary>
public static class EventWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>An event with nothing beside its head.</summary>
    public static byte[] Write(in EventHead head)
    {
        var writer = Begin(head);
        return End(writer);
    }

    /// <summary>An event with a result of its type.</summary>
    public static byte[] Write<T>(in EventHead head, T result, JsonTypeInfo<T> typeInfo)
    {
        var writer = Begin(head);
        writer.WritePropertyName("result"u8);
        JsonSerializer.Serialize(writer, result, typeInfo);
        return End(writer);
    }

    /// <summary>An event that reports an error.</summary>
    public static byte[] Write(in EventHead head, in EventError error)
    {
        var writer = Begin(head);
        WriteError(writer, error);
        return End(writer);
    }

    /// <summary>An event that reports an error and carries what there is of a result.</summary>
    public static byte[] Write<T>(in EventHead head, in EventError error, T result, JsonTypeInfo<T> typeInfo)
    {
        var writer = Begin(head);
        writer.WritePropertyName("result"u8);
        JsonSerializer.Serialize(writer, result, typeInfo);
        WriteError(writer, error);
        return End(writer);
    }

    private static void WriteError(Utf8JsonWriter writer, in EventError error)
    {
        writer.WriteString("error"u8, error.Error);
        writer.WriteString("code"u8, error.Code);
        writer.WriteBoolean("retryable"u8, error.Retryable);
        if (error.Suggestion is not null)
        {
            writer.WriteString("suggestion"u8, error.Suggestion);
        }
    }

    private static Utf8JsonWriter Begin(in EventHead head)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        var writer = _writer ??= new Utf8JsonWriter(buffer, Options);
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        writer.WriteStartObject();
        writer.WriteString("type"u8, head.Type);
        writer.WriteString("id"u8, head.Id);
        WriteTimestamp(writer, head.Timestamp);
        writer.WriteNumber("v"u8, head.Version);
        if (head.Channel.Length > 0)
        {
            writer.WriteString("channel"u8, head.Channel);
        }

        if (head.JobId is { } job)
        {
            writer.WriteString("jobId"u8, job.Value);
        }

        if (head.Attempt > 0)
        {
            writer.WriteNumber("attempt"u8, head.Attempt);
        }

        if (head.Progress is { } progress)
        {
            writer.WriteNumber("progress"u8, progress);
        }

        if (head.Message is not null)
        {
            writer.WriteString("message"u8, head.Message);
        }

        return writer;
    }

    private static void WriteTimestamp(Utf8JsonWriter writer, DateTimeOffset timestamp)
    {
        Span<byte> text = stackalloc byte[32];
        timestamp.UtcDateTime.TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", provider: null);
        writer.WriteString("timestamp"u8, text[..length]);
    }

    private static byte[] End(Utf8JsonWriter writer)
    {
        writer.WriteEndObject();
        writer.Flush();
        var bytes = _buffer!.WrittenSpan.ToArray();
        if (_buffer.Capacity > 64 * 1024)
        {
            (_buffer, _writer) = (null, null);
        }

        return bytes;
    }
}
