using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Actors.Live.Redis;

/// <summary>
/// The binary form of a frame behind its head: shard (4 bytes), offset, previous (8 each), the lengths of type and job (2 each;
/// a job of length 0 is none), type, job, and the payload up to the end. The channel is the Redis channel's. Writing costs one
/// array, reading one object: the payload stays where it was received.
/// </summary>
internal static class FrameCodec
{
    private const int FixedLength = LiveMessage.HeadLength + 4 + 8 + 8 + 2 + 2;

    /// <summary>Writes a frame.</summary>
    /// <exception cref="ArgumentException">Type or job is longer than any that the system makes.</exception>
    internal static byte[] Write(Frame frame, ulong sender)
    {
        var (type, job) = (Encoding.UTF8.GetByteCount(frame.Type), frame.Job is null ? 0 : Encoding.UTF8.GetByteCount(frame.Job));
        if (type > LiveMessage.MaxTextLength || job > LiveMessage.MaxTextLength)
        {
            throw new ArgumentException("A frame's type and job have at most 65,535 bytes each.", nameof(frame));
        }

        var message = GC.AllocateUninitializedArray<byte>(FixedLength + type + job + frame.Payload.Length);
        LiveMessage.WriteHead(message, LiveMessageKind.Frame, sender);
        var rest = message.AsSpan(LiveMessage.HeadLength);
        BinaryPrimitives.WriteInt32LittleEndian(rest, frame.Shard);
        BinaryPrimitives.WriteInt64LittleEndian(rest[4..], frame.Offset);
        BinaryPrimitives.WriteInt64LittleEndian(rest[12..], frame.Previous);
        BinaryPrimitives.WriteUInt16LittleEndian(rest[20..], (ushort)type);
        BinaryPrimitives.WriteUInt16LittleEndian(rest[22..], (ushort)job);
        rest = message.AsSpan(FixedLength);
        Encoding.UTF8.GetBytes(frame.Type, rest);
        Encoding.UTF8.GetBytes(frame.Job, rest[type..]);
        frame.Payload.Span.CopyTo(rest[(type + job)..]);
        return message;
    }

    /// <summary>Reads a message whose head was read already; false when it is no frame. The frame keeps the array.</summary>
    internal static bool TryRead(byte[] message, string channel, RecentTexts texts, [NotNullWhen(true)] out Frame? frame)
    {
        frame = null;
        if (message.Length < FixedLength)
        {
            return false;
        }

        var head = message.AsSpan(LiveMessage.HeadLength);
        var (offset, previous) = (BinaryPrimitives.ReadInt64LittleEndian(head[4..]), BinaryPrimitives.ReadInt64LittleEndian(head[12..]));
        int type = BinaryPrimitives.ReadUInt16LittleEndian(head[20..]), job = BinaryPrimitives.ReadUInt16LittleEndian(head[22..]);
        var payload = FixedLength + type + job;
        if (payload >= message.Length || offset < -1 || (offset >= 0 && previous >= offset))
        {
            return false;
        }

        frame = new Frame
        {
            Shard = BinaryPrimitives.ReadInt32LittleEndian(head),
            Channel = channel,
            Offset = offset,
            Previous = previous,
            Type = texts.Type(message.AsSpan(FixedLength, type)),
            Job = texts.Job(message.AsSpan(FixedLength + type, job)),
            Payload = message.AsMemory(payload),
        };
        return true;
    }
}
