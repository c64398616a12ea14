using System.Buffers;
using System.Buffers.Binary;

namespace Actors.Log.Claims;

/// <summary>
/// The bytes of a <see cref="RecoveryPoint"/>: a version byte, then fixed-width little-endian numbers. What stands behind them
/// in a point record's value belongs to the owner.
/// </summary>
public static class RecoveryPointCodec
{
    private const byte Version = 1;
    private const int FixedLength = 1 + 4 + (8 * 5) + 4;
    private const int ClosedLength = 16;

    /// <summary>Writes a point.</summary>
    public static void Write(IBufferWriter<byte> output, RecoveryPoint point)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(point);
        var closed = point.Claims.Closed;
        var length = FixedLength + (closed.Count * ClosedLength);
        var span = output.GetSpan(length);
        span[0] = Version;
        BinaryPrimitives.WriteUInt32LittleEndian(span[1..], point.LogId);
        BinaryPrimitives.WriteInt64LittleEndian(span[5..], point.At);
        BinaryPrimitives.WriteInt64LittleEndian(span[13..], point.Answered);
        BinaryPrimitives.WriteInt64LittleEndian(span[21..], point.Claims.Claim);
        BinaryPrimitives.WriteInt64LittleEndian(span[29..], point.Claims.NextSeq);
        BinaryPrimitives.WriteInt64LittleEndian(span[37..], point.Claims.LastValid);
        BinaryPrimitives.WriteInt32LittleEndian(span[45..], closed.Count);
        var at = FixedLength;
        foreach (var claim in closed)
        {
            BinaryPrimitives.WriteInt64LittleEndian(span[at..], claim.Claim);
            BinaryPrimitives.WriteInt64LittleEndian(span[(at + 8)..], claim.LastValid);
            at += ClosedLength;
        }

        output.Advance(length);
    }

    /// <summary>Reads a point from the beginning of a value.</summary>
    /// <param name="value">The point record's value.</param>
    /// <param name="read">How many bytes the point takes; what stands behind them belongs to the owner.</param>
    /// <exception cref="InvalidDataException">The bytes are none, or of a version that this node does not know.</exception>
    public static RecoveryPoint Read(ReadOnlySpan<byte> value, out int read)
    {
        if (value.Length < FixedLength || value[0] != Version)
        {
            throw new InvalidDataException("The value is no recovery point of a version that this node knows.");
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(value[45..]);
        if (count < 0 || count > (value.Length - FixedLength) / ClosedLength)
        {
            throw new InvalidDataException("The recovery point is cut off.");
        }

        var closed = new ClosedClaim[count];
        read = FixedLength;
        for (var i = 0; i < count; i++, read += ClosedLength)
        {
            closed[i] = new ClosedClaim(
                BinaryPrimitives.ReadInt64LittleEndian(value[read..]),
                BinaryPrimitives.ReadInt64LittleEndian(value[(read + 8)..]));
        }

        var claims = new ClaimState(
            BinaryPrimitives.ReadInt64LittleEndian(value[21..]),
            BinaryPrimitives.ReadInt64LittleEndian(value[29..]),
            BinaryPrimitives.ReadInt64LittleEndian(value[37..]),
            closed);
        return new RecoveryPoint(
            BinaryPrimitives.ReadInt64LittleEndian(value[5..]),
            claims,
            BinaryPrimitives.ReadInt64LittleEndian(value[13..]),
            BinaryPrimitives.ReadUInt32LittleEndian(value[1..]));
    }
}
