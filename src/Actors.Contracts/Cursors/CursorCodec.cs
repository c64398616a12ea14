using System.Buffers.Binary;
using System.Buffers.Text;
using Actors.Contracts.Channels;

namespace Actors.Contracts.Cursors;

/// <summary>
/// The bytes of a cursor, written as base64url without padding: version (1), log id (4, little-endian), checksum (2), then for
/// each channel its hash (4, little-endian) and the varint of offset + 1 (at most 7). Eight channels take at most 127 characters.
/// </summary>
internal static class CursorCodec
{
    internal const int HeaderLength = 1 + 4 + 2;
    internal const int PlaceLength = 4 + 7;
    internal const int MaxRawLength = HeaderLength + (Cursor.MaxChannels * PlaceLength);

    private const byte Version = 1;
    private const int ChecksumAt = 5;
    private const int VarintBits = 7;

    internal static int Write(uint logId, ReadOnlySpan<CursorPlace> places, Span<byte> raw)
    {
        raw[0] = Version;
        BinaryPrimitives.WriteUInt32LittleEndian(raw[1..], logId);
        BinaryPrimitives.WriteUInt16LittleEndian(raw[ChecksumAt..], 0);
        var at = HeaderLength;
        foreach (var place in places)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(raw[at..], place.Channel);
            at += 4;
            var value = (ulong)(place.Offset + 1);
            while (value >= 1 << VarintBits)
            {
                raw[at++] = (byte)(value | 0x80);
                value >>= VarintBits;
            }

            raw[at++] = (byte)value;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(raw[ChecksumAt..], Checksum(raw[..at]));
        return at;
    }

    internal static CursorFault Read(Span<byte> raw, out uint logId, out CursorPlace[] places)
    {
        (logId, places) = (0, []);
        if (raw.Length < HeaderLength)
        {
            return CursorFault.Checksum;
        }

        if (raw[0] != Version)
        {
            return CursorFault.Version;
        }

        var checksum = BinaryPrimitives.ReadUInt16LittleEndian(raw[ChecksumAt..]);
        BinaryPrimitives.WriteUInt16LittleEndian(raw[ChecksumAt..], 0);
        if (checksum != Checksum(raw))
        {
            return CursorFault.Checksum;
        }

        logId = BinaryPrimitives.ReadUInt32LittleEndian(raw[1..]);
        Span<CursorPlace> read = stackalloc CursorPlace[Cursor.MaxChannels];
        var count = 0;
        ReadOnlySpan<byte> rest = raw[HeaderLength..];
        while (rest.Length > 0)
        {
            if (count == read.Length || !TryReadPlace(ref rest, out var place) || Names(read[..count], place.Channel))
            {
                return CursorFault.Content;
            }

            read[count++] = place;
        }

        places = read[..count].ToArray();
        return CursorFault.None;
    }

    internal static int EncodedLength(int rawLength) => Base64Url.GetEncodedLength(rawLength);

    private static bool TryReadPlace(ref ReadOnlySpan<byte> rest, out CursorPlace place)
    {
        place = default;
        if (rest.Length < 5)
        {
            return false;
        }

        var channel = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        ulong value = 0;
        for (var (i, shift) = (4, 0); i < rest.Length && shift < Cursor.OffsetBits; i++, shift += VarintBits)
        {
            value |= (ulong)(rest[i] & 0x7f) << shift;
            if (rest[i] < 0x80)
            {
                place = new CursorPlace(channel, (long)value - 1);
                rest = rest[(i + 1)..];
                return true;
            }
        }

        return false;
    }

    private static bool Names(ReadOnlySpan<CursorPlace> places, uint channel)
    {
        foreach (var place in places)
        {
            if (place.Channel == channel)
            {
                return true;
            }
        }

        return false;
    }

    private static ushort Checksum(ReadOnlySpan<byte> raw)
    {
        var hash = Murmur2.Hash(raw);
        return (ushort)(hash ^ (hash >> 16));
    }
}
