using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

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

    /// <summary>A message that is its head and a channel.</summary>
    internal static byte[] OfChannel(LiveMessageKind kind, ulong sender, string channel)
    {
        var message = new byte[HeadLength + Encoding.UTF8.GetByteCount(channel)];
        WriteHead(message, kind, sender);
        Encoding.UTF8.GetBytes(channel, message.AsSpan(HeadLength));
        return message;
    }

    /// <summary>The channel behind the head of <see cref="OfChannel"/>.</summary>
    internal static string ChannelOf(byte[] message) => Encoding.UTF8.GetString(message.AsSpan(HeadLength));

    /// <summary>True when this says that it is of a kind; whether it is, its reader finds out.</summary>
    internal static bool IsOf(LiveMessageKind kind, [NotNullWhen(true)] byte[]? message) => message is [_, var said, ..] && said == (byte)kind;

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
