using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Actors.Shards.Commands;

/// <summary>
/// Ids that follow from a command's place in the log, so that whoever handles the command, and however often, makes the same.
/// </summary>
internal static class DeterministicId
{
    /// <summary>The index that stands for the command's job; its events count from 0.</summary>
    internal const int Job = -1;

    /// <summary>A UUIDv7 (RFC 9562 §5.7) with the log's time of the command, and a hash of its place where others have chance.</summary>
    internal static Guid ForCommand(uint logId, int shard, long offset, int index, long time)
    {
        Span<byte> place = stackalloc byte[20];
        BinaryPrimitives.WriteUInt32BigEndian(place, logId);
        BinaryPrimitives.WriteInt32BigEndian(place[4..], shard);
        BinaryPrimitives.WriteInt64BigEndian(place[8..], offset);
        BinaryPrimitives.WriteInt32BigEndian(place[16..], index);
        Span<byte> id = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(place, id);
        Span<byte> milliseconds = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(milliseconds, time);
        milliseconds[2..].CopyTo(id);
        id[6] = (byte)(0x70 | (id[6] & 0x0f));
        id[8] = (byte)(0x80 | (id[8] & 0x3f));
        return new Guid(id[..16], bigEndian: true);
    }

    /// <summary>What a command is recognised by when it comes again: a hash of its scope and its id.</summary>
    internal static Guid ForRecognition(string scope, string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{scope}\n{id}"), hash);
        return new Guid(hash[..16], bigEndian: true);
    }
}
