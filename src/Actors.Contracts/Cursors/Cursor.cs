using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Actors.Contracts.Channels;

namespace Actors.Contracts.Cursors;

/// <summary>
/// A client's position in every channel of its session: what SSE sends as <c>id:</c> and gets back as <c>Last-Event-ID</c>.
/// It stands in the alphabet <c>A-Z a-z 0-9 - _</c>, with at most 128 bytes for up to 8 channels, so that a browser's
/// cross-origin reconnect needs no preflight. The checksum finds accidents, not forgery: whatever a client makes up concerns
/// its own stream alone. Immutable.
/// </summary>
public sealed class Cursor
{
    /// <summary>The most channels that one cursor, and so one session, may have.</summary>
    public const int MaxChannels = 64;

    /// <summary>Offsets stand below 2 to this power, less one.</summary>
    public const int OffsetBits = 49;

    /// <summary>The highest offset that a cursor can carry.</summary>
    public const long MaxOffset = (1L << OffsetBits) - 2;

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly CursorPlace[] _places;

    private Cursor(uint logId, CursorPlace[] places) => (LogId, _places) = (logId, places);

    /// <summary>The log that the positions belong to.</summary>
    public uint LogId { get; }

    /// <summary>The positions, in the order of the text.</summary>
    public IReadOnlyList<CursorPlace> Places => _places;

    /// <summary>What stands for a channel in a cursor. Two channels whose hashes are equal cannot share a session.</summary>
    public static uint HashOf(string channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        Span<byte> utf8 = stackalloc byte[512];
        return Encoding.UTF8.TryGetBytes(channel, utf8, out var length)
            ? Murmur2.Hash(utf8[..length])
            : Murmur2.Hash(Encoding.UTF8.GetBytes(channel));
    }

    /// <summary>The cursor of one channel at one position: what a 202 answers with.</summary>
    public static string At(uint logId, string channel, long offset) => Encode(logId, [new CursorPlace(HashOf(channel), offset)]);

    /// <summary>The text of a cursor.</summary>
    public static string Encode(uint logId, ReadOnlySpan<CursorPlace> places)
    {
        Span<byte> text = stackalloc byte[MaxLength(places.Length)];
        return Encoding.ASCII.GetString(text[..Encode(logId, places, text)]);
    }

    /// <summary>
    /// Writes a cursor's text as ASCII and returns its length. Allocates nothing: one hash and one base64 of about
    /// 7 + 8 bytes a channel.
    /// </summary>
    /// <param name="logId">The log.</param>
    /// <param name="places">At most <see cref="MaxChannels"/>, each channel once, offsets from -1 to <see cref="MaxOffset"/>.</param>
    /// <param name="text">Room for at least <see cref="MaxLength"/> bytes.</param>
    public static int Encode(uint logId, ReadOnlySpan<CursorPlace> places, Span<byte> text)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(places.Length, MaxChannels, nameof(places));
        Span<byte> raw = stackalloc byte[CursorCodec.HeaderLength + (places.Length * CursorCodec.PlaceLength)];
        return Base64Url.EncodeToUtf8(raw[..CursorCodec.Write(logId, places, raw)], text);
    }

    /// <summary>The longest text of a cursor of so many channels, in bytes.</summary>
    public static int MaxLength(int channels) =>
        CursorCodec.EncodedLength(CursorCodec.HeaderLength + (channels * CursorCodec.PlaceLength));

    /// <summary>Reads a cursor. Never throws, whatever a client sends.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cursor">The cursor; null when the text is none.</param>
    /// <param name="fault">Why it is none.</param>
    public static bool TryDecode(string? text, [NotNullWhen(true)] out Cursor? cursor, out CursorFault fault)
    {
        cursor = null;
        if (string.IsNullOrEmpty(text))
        {
            fault = CursorFault.Empty;
            return false;
        }

        if (text.Length > MaxLength(MaxChannels))
        {
            fault = CursorFault.TooLong;
            return false;
        }

        Span<byte> raw = stackalloc byte[CursorCodec.MaxRawLength];
        if (text.AsSpan().ContainsAnyExcept(Alphabet)
            || Base64Url.DecodeFromChars(text, raw, out _, out var length) != OperationStatus.Done)
        {
            fault = CursorFault.Alphabet;
            return false;
        }

        fault = CursorCodec.Read(raw[..length], out var logId, out var places);
        cursor = fault == CursorFault.None ? new Cursor(logId, places) : null;
        return cursor is not null;
    }

    /// <summary>The position in a channel; false when the cursor does not name it.</summary>
    public bool TryGet(string channel, out long offset) => TryGet(HashOf(channel), out offset);

    /// <summary>The position in the channel with this hash; false when the cursor does not name it.</summary>
    public bool TryGet(uint channel, out long offset)
    {
        foreach (var place in _places)
        {
            if (place.Channel == channel)
            {
                offset = place.Offset;
                return true;
            }
        }

        offset = -1;
        return false;
    }
}
