using System.Text;
using Actors.Contracts.Jobs;

namespace Actors.Log;

/// <summary>
/// The binary form of everything in a record but its key and its value. Format 1, in order: one byte each for version, kind and
/// step; then as unsigned LEB128 numbers the key's id (0: the value is not sealed), stamp, seq and answered command (each plus
/// one, so that none is 0) and what remains; then type, job and trace context, each as a length and UTF-8 bytes (a length of 0
/// stands for none). Bytes behind the last field belong to later formats and make this one refuse.
/// </summary>
public static class RecordHeader
{
    /// <summary>The format version that is written.</summary>
    public const byte Version = 1;

    private const int MaxNumberLength = 10;
    private const int FixedLength = 3;
    private const int Numbers = 8;

    /// <summary>How many bytes <see cref="Write"/> needs at most.</summary>
    public static int MaxLength(LogRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return FixedLength + (Numbers * MaxNumberLength)
            + Encoding.UTF8.GetMaxByteCount(record.Type.Length)
            + Encoding.UTF8.GetMaxByteCount(record.Job?.Length ?? 0)
            + Encoding.UTF8.GetMaxByteCount(record.TraceParent?.Length ?? 0);
    }

    /// <summary>Writes a record's header and returns its length. The span holds at least <see cref="MaxLength"/> bytes.</summary>
    public static int Write(LogRecord record, Span<byte> header)
    {
        ArgumentNullException.ThrowIfNull(record);
        header[0] = Version;
        header[1] = (byte)record.Kind;
        header[2] = (byte)record.Step;
        var at = FixedLength;
        at += WriteNumber(header[at..], 0);
        at += WriteNumber(header[at..], (ulong)(record.Stamp + 1));
        at += WriteNumber(header[at..], (ulong)(record.Seq + 1));
        at += WriteNumber(header[at..], (ulong)(record.Answers + 1));
        at += WriteNumber(header[at..], (ulong)record.Remaining);
        at += WriteText(header[at..], record.Type);
        at += WriteText(header[at..], record.Job);
        return at + WriteText(header[at..], record.TraceParent);
    }

    /// <summary>A record's header as an array of its own.</summary>
    public static byte[] ToArray(LogRecord record)
    {
        var buffer = new byte[MaxLength(record)];
        return buffer.AsSpan(0, Write(record, buffer)).ToArray();
    }

    /// <summary>
    /// Reads a header into a record with the given key and value. Types and jobs repeat from record to record, so
    /// <paramref name="texts"/> keeps them from being allocated again.
    /// </summary>
    /// <exception cref="RecordFormatException">The version is unknown, the value is sealed, or the bytes are no header.</exception>
    public static LogRecord Read(ReadOnlySpan<byte> header, string channel, ReadOnlyMemory<byte> value, TextCache texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (header.Length < FixedLength || header[0] != Version)
        {
            throw new RecordFormatException(header.IsEmpty ? "A record has no header."
                : header[0] == Version ? "A record's header ends within its first bytes."
                : $"A record's header is of format {header[0]}; this node knows format {Version} only. A newer version has written to this log.")
            {
                IsCut = header.IsEmpty || header[0] == Version,
            };
        }

        var (kind, step) = ((RecordKind)header[1], (JobStep)header[2]);
        var rest = header[FixedLength..];
        if (kind is < RecordKind.Command or > RecordKind.Notice || step > JobStep.Cancelled)
        {
            throw new RecordFormatException($"A record's header names kind {(byte)kind} and step {(byte)step}, which format {Version} does not have.");
        }

        var key = ReadNumber(ref rest);
        if (key != 0)
        {
            throw new RecordFormatException($"A record is sealed with key {key}, which this node does not have.");
        }

        var record = new LogRecord
        {
            Kind = kind,
            Step = step,
            Stamp = (long)ReadNumber(ref rest) - 1,
            Seq = (long)ReadNumber(ref rest) - 1,
            Answers = (long)ReadNumber(ref rest) - 1,
            Remaining = (int)ReadNumber(ref rest),
            Type = texts.Get(ReadBytes(ref rest)),
            Job = ReadBytes(ref rest) is { IsEmpty: false } job ? texts.Get(job) : null,
            TraceParent = ReadBytes(ref rest) is { IsEmpty: false } trace ? Encoding.UTF8.GetString(trace) : null,
            Channel = channel,
            Value = value,
        };
        return rest.IsEmpty ? record : throw new RecordFormatException("A record's header goes on behind its last field.");
    }

    /// <summary>Reads no more of a header than a record's stamp and number; false where it has none, or is none that could be read.</summary>
    internal static bool TryReadPlace(ReadOnlySpan<byte> header, out long stamp, out long seq)
    {
        (stamp, seq) = (-1, -1);
        if (header.Length < FixedLength || header[0] != Version)
        {
            return false;
        }

        var rest = header[FixedLength..];
        if (!TryReadNumber(ref rest, out var key) || key != 0 || !TryReadNumber(ref rest, out var first) || !TryReadNumber(ref rest, out var second))
        {
            return false;
        }

        (stamp, seq) = ((long)first - 1, (long)second - 1);
        return stamp >= 0 && seq >= 0;
    }

    private static int WriteNumber(Span<byte> to, ulong number)
    {
        var at = 0;
        for (; number >= 0x80; number >>= 7)
        {
            to[at++] = (byte)(number | 0x80);
        }

        to[at++] = (byte)number;
        return at;
    }

    private static int WriteText(Span<byte> to, string? text)
    {
        var length = text is null ? 0 : Encoding.UTF8.GetByteCount(text);
        var at = WriteNumber(to, (ulong)length);
        return length == 0 ? at : at + Encoding.UTF8.GetBytes(text, to[at..]);
    }

    private static ulong ReadNumber(ref ReadOnlySpan<byte> from) =>
        TryReadNumber(ref from, out var number) ? number : throw new RecordFormatException("A record's header ends within a number.") { IsCut = true };

    private static bool TryReadNumber(ref ReadOnlySpan<byte> from, out ulong number)
    {
        number = 0;
        for (var at = 0; at < from.Length && at < MaxNumberLength; at++)
        {
            number |= (ulong)(from[at] & 0x7f) << (7 * at);
            if (from[at] < 0x80)
            {
                from = from[(at + 1)..];
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<byte> ReadBytes(ref ReadOnlySpan<byte> from)
    {
        var length = ReadNumber(ref from);
        if (length > (ulong)from.Length)
        {
            throw new RecordFormatException("A record's header ends within a text.") { IsCut = true };
        }

        var bytes = from[..(int)length];
        from = from[(int)length..];
        return bytes;
    }
}
