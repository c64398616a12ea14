using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Actors.Live.Redis;

/// <summary>
/// What every message on Redis begins with, 10 bytes: format version, kind, and as 8 bytes who sent it (a number that each
/// start of a node draws), so that a node drops its own echo unread. All numbers are little-endian.
/// </summary>
internal static class LiveMessage
{
    /// <summary>The format version that is written. Others are ignored: a cluster whose nodes differ reads the log.</summary>
    internal const byte Version = 1;

    /// <summary>How long the head is.</summary>
    internal const int HeadLength = 10;

    /// <summary>The longest text within a message, in bytes.</summary>
    internal const int MaxTextLength = ushort.MaxValue;

    /// <summary>Writes the head.</summary>
    internal static void WriteHead(Span<byte> message, LiveMessageKind kind, ulong sender)
    {
        message[0] = Version;
        message[1] = (byte)kind;
        BinaryPrimitives.WriteUInt64LittleEndian(message[2..], sender);
    }

    /// <summary>A message that is nothing but its head.</summary>
    internal static byte[] Empty(LiveMessageKind kind, ulong sender)
    {
        var message = new byte[HeadLength];
        WriteHead(message, kind, sender);
        return message;
    }

    /// <summary>Reads the head; false when this is no message of the kind in this format.</summary>
    internal static bool TryReadHead([NotNullWhen(true)] byte[]? message, LiveMessageKind kind, out ulong sender)
    {
        sender = 0;
        if (message is null || message.Length < HeadLength || message[0] != Version || message[1] != (byte)kind)
        {
            return false;
        }

        sender = BinaryPrimitives.ReadUInt64LittleEndian(message.AsSpan(2));
        return true;
    }
}
