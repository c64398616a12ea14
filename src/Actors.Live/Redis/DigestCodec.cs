using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Actors.Live.Redis;

/// <summary>
/// The binary form of a digest behind its head: shard (4 bytes); from, to, claim, next seq, last valid, answered (8 each); open
/// jobs and the count of channels (4 each); since (8); the node's length (2) and name; then for each channel its last offset (8), its
/// name's length (2) and its name.
/// Bytes behind the last channel make it no digest.
/// </summary>
internal static class DigestCodec
{
    private const int FixedLength = LiveMessage.HeadLength + 4 + (7 * 8) + 4 + 4 + 2;
    private const int MarkLength = 8 + 2;

    /// <summary>Writes a digest.</summary>
    internal static byte[] Write(Digest digest, ulong sender)
    {
        var node = Encoding.UTF8.GetBytes(digest.Node);
        var length = FixedLength + node.Length;
        for (var i = 0; i < digest.Channels.Count; i++)
        {
            length += MarkLength + Encoding.UTF8.GetByteCount(digest.Channels[i].Channel);
        }

        var message = new byte[length];
        LiveMessage.WriteHead(message, LiveMessageKind.Digest, sender);
        var rest = message.AsSpan(LiveMessage.HeadLength);
        BinaryPrimitives.WriteInt32LittleEndian(rest, digest.Shard);
        BinaryPrimitives.WriteInt64LittleEndian(rest[4..], digest.From);
        BinaryPrimitives.WriteInt64LittleEndian(rest[12..], digest.To);
        BinaryPrimitives.WriteInt64LittleEndian(rest[20..], digest.Claim);
        BinaryPrimitives.WriteInt64LittleEndian(rest[28..], digest.NextSeq);
        BinaryPrimitives.WriteInt64LittleEndian(rest[36..], digest.LastValid);
        BinaryPrimitives.WriteInt64LittleEndian(rest[44..], digest.Answered);
        BinaryPrimitives.WriteInt32LittleEndian(rest[52..], digest.OpenJobs);
        BinaryPrimitives.WriteInt32LittleEndian(rest[56..], digest.Channels.Count);
        BinaryPrimitives.WriteInt64LittleEndian(rest[60..], digest.Since);
        BinaryPrimitives.WriteUInt16LittleEndian(rest[68..], checked((ushort)node.Length));
        node.CopyTo(rest[70..]);
        rest = message.AsSpan(FixedLength + node.Length);
        for (var i = 0; i < digest.Channels.Count; i++)
        {
            var mark = digest.Channels[i];
            var name = Encoding.UTF8.GetBytes(mark.Channel, rest[MarkLength..]);
            BinaryPrimitives.WriteInt64LittleEndian(rest, mark.Offset);
            BinaryPrimitives.WriteUInt16LittleEndian(rest[8..], checked((ushort)name));
            rest = rest[(MarkLength + name)..];
        }

        return message;
    }

    /// <summary>Reads a message whose head was read already; false when it is no digest of the shard.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> message, int shard, [NotNullWhen(true)] out Digest? digest)
    {
        digest = null;
        if (message.Length < FixedLength)
        {
            return false;
        }

        var head = message[LiveMessage.HeadLength..];
        var count = BinaryPrimitives.ReadInt32LittleEndian(head[56..]);
        var nodeLength = BinaryPrimitives.ReadUInt16LittleEndian(head[68..]);
        if (BinaryPrimitives.ReadInt32LittleEndian(head) != shard || nodeLength > message.Length - FixedLength)
        {
            return false;
        }

        var rest = message[(FixedLength + nodeLength)..];
        if (count < 0 || count > rest.Length / MarkLength || !TryReadMarks(rest, count, out var marks))
        {
            return false;
        }

        digest = new Digest
        {
            Shard = shard,
            From = BinaryPrimitives.ReadInt64LittleEndian(head[4..]),
            To = BinaryPrimitives.ReadInt64LittleEndian(head[12..]),
            Claim = BinaryPrimitives.ReadInt64LittleEndian(head[20..]),
            NextSeq = BinaryPrimitives.ReadInt64LittleEndian(head[28..]),
            LastValid = BinaryPrimitives.ReadInt64LittleEndian(head[36..]),
            Answered = BinaryPrimitives.ReadInt64LittleEndian(head[44..]),
            Since = BinaryPrimitives.ReadInt64LittleEndian(head[60..]),
            OpenJobs = BinaryPrimitives.ReadInt32LittleEndian(head[52..]),
            Node = Encoding.UTF8.GetString(head.Slice(70, nodeLength)),
            Channels = marks,
        };
        return true;
    }

    private static bool TryReadMarks(ReadOnlySpan<byte> rest, int count, [NotNullWhen(true)] out ChannelMark[]? marks)
    {
        marks = new ChannelMark[count];
        for (var i = 0; i < count; i++)
        {
            if (rest.Length < MarkLength || BinaryPrimitives.ReadUInt16LittleEndian(rest[8..]) is var name && rest.Length < MarkLength + name)
            {
                marks = null;
                return false;
            }

            marks[i] = new ChannelMark(Encoding.UTF8.GetString(rest.Slice(MarkLength, name)), BinaryPrimitives.ReadInt64LittleEndian(rest));
            rest = rest[(MarkLength + name)..];
        }

        return rest.IsEmpty;
    }
}
