using System.Buffers;
using Actors.Log.Claims;

namespace Actors.Shards.Points;

/// <summary>Writes and reads the value of a point record: a <see cref="RecoveryPoint"/>, then 16 bytes for each recent command.</summary>
internal static class PointStateCodec
{
    private const int IdLength = 16;

    /// <summary>The bytes of a point record.</summary>
    internal static byte[] Encode(PointState state)
    {
        var output = new ArrayBufferWriter<byte>();
        RecoveryPointCodec.Write(output, state.Point);
        foreach (var id in state.RecentCommands)
        {
            id.TryWriteBytes(output.GetSpan(IdLength));
            output.Advance(IdLength);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a point record.</summary>
    /// <exception cref="InvalidDataException">The bytes are none, or of a version that this node does not know.</exception>
    internal static PointState Decode(ReadOnlySpan<byte> value)
    {
        var point = RecoveryPointCodec.Read(value, out var read);
        var rest = value[read..];
        if (rest.Length % IdLength != 0)
        {
            throw new InvalidDataException("The point record ends within an id.");
        }

        var recent = new Guid[rest.Length / IdLength];
        for (var i = 0; i < recent.Length; i++)
        {
            recent[i] = new Guid(rest.Slice(i * IdLength, IdLength));
        }

        return new PointState(point, recent);
    }
}
