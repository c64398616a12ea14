using System.Buffers;
using System.Text;
using Actors.Contracts.Cursors;

namespace Actors.Sessions.Wire;

/// <summary>Writes the lines of an event stream. Pure; a line costs one copy of its bytes.</summary>
internal static class SseLines
{
    /// <summary>The longest <c>id:</c> line: 64 channels at the highest offsets.</summary>
    public static readonly int MaxIdLength = IdLength(Cursor.MaxChannels);

    private static readonly SearchValues<byte> Breaking = SearchValues.Create(0, (byte)'\r', (byte)'\n');

    private static ReadOnlySpan<byte> IdField => "id: "u8;

    private static ReadOnlySpan<byte> EventField => "event: "u8;

    private static ReadOnlySpan<byte> DataField => "data: "u8;

    private static ReadOnlySpan<byte> End => "\n\n"u8;

    /// <summary>How many bytes a payload's <c>data:</c> line and blank line take.</summary>
    public static int DataLength(int payload) => DataField.Length + payload + End.Length;

    /// <summary>Where the payload begins in a <c>data:</c> line, and how many bytes stand behind it.</summary>
    public static ReadOnlyMemory<byte> PayloadOf(ReadOnlyMemory<byte> data) => data[DataField.Length..^End.Length];

    /// <summary>The most bytes that an <c>id:</c> line of so many channels takes.</summary>
    public static int IdLength(int channels) => IdField.Length + Cursor.MaxLength(channels) + 1;

    /// <summary>Writes <c>id: &lt;cursor&gt;</c> and returns its length.</summary>
    public static int WriteId(Span<byte> line, uint logId, ReadOnlySpan<CursorPlace> places)
    {
        IdField.CopyTo(line);
        var length = IdField.Length + Cursor.Encode(logId, places, line[IdField.Length..]);
        line[length] = (byte)'\n';
        return length + 1;
    }

    /// <summary>True where nothing of a payload breaks a line.</summary>
    public static bool IsOneLine(ReadOnlySpan<byte> payload) => !payload.ContainsAny(Breaking);

    /// <summary>Writes the <c>data:</c> line of a payload that breaks no line, and the blank line, and returns their length.</summary>
    public static int WriteOneLine(Span<byte> line, ReadOnlySpan<byte> payload)
    {
        DataField.CopyTo(line);
        payload.CopyTo(line[DataField.Length..]);
        End.CopyTo(line[(DataField.Length + payload.Length)..]);
        return DataLength(payload.Length);
    }

    /// <summary>
    /// Writes <c>data: &lt;payload&gt;</c> and the blank line, and returns their length. A payload is JSON on one line; should
    /// a foreign writer's hold CR, LF or NUL, each becomes a space, which in JSON can only have stood between tokens.
    /// </summary>
    public static int WriteData(Span<byte> line, ReadOnlySpan<byte> payload)
    {
        var length = WriteOneLine(line, payload);
        var value = line.Slice(DataField.Length, payload.Length);
        for (var at = value.IndexOfAny(Breaking); at >= 0; at = value.IndexOfAny(Breaking))
        {
            value[at] = (byte)' ';
        }

        return length;
    }

    /// <summary>How many bytes <see cref="WriteType"/> writes.</summary>
    public static int TypeLength(string type) => IsPrintable(type) ? EventField.Length + type.Length + 1 : 0;

    /// <summary>Writes <c>event: &lt;type&gt;</c>, and returns its length. A type that holds anything but printable ASCII gets no line.</summary>
    public static int WriteType(IBufferWriter<byte> output, string type)
    {
        var length = TypeLength(type);
        if (length > 0)
        {
            output.Write(EventField);
            output.Advance(Encoding.ASCII.GetBytes(type, output.GetSpan(type.Length)));
            output.Write("\n"u8);
        }

        return length;
    }

    /// <summary>Writes <c>retry: &lt;milliseconds&gt;</c>.</summary>
    public static void WriteRetry(IBufferWriter<byte> output, int milliseconds)
    {
        output.Write("retry: "u8);
        milliseconds.TryFormat(output.GetSpan(16), out var length, provider: null);
        output.Advance(length);
        output.Write("\n\n"u8);
    }

    private static bool IsPrintable(string type)
    {
        foreach (var c in type)
        {
            if (c is < ' ' or > '~')
            {
                return false;
            }
        }

        return type.Length is > 0 and <= 256;
    }
}
