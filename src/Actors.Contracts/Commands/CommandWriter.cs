using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Actors.Contracts.Commands;

/// <summary>
/// Writes a command's JSON: on one line, type first, escaped only where JSON and the encoder need it, so that a text of any script
/// takes about the bytes that it came with. Thread-safe.
/// </summary>
public static class CommandWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bytes of a command.</summary>
    public static byte[] Write(CommandBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            JsonSerializer.Serialize(writer, body, CommandJson.Default.CommandBody);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
