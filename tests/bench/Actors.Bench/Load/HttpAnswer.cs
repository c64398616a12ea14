using System.Buffers.Text;

namespace Actors.Bench.Load;

/// <summary>As much of HTTP/1.1 as the answer to a POST needs.</summary>
internal static class HttpAnswer
{
    /// <summary>True if the bytes hold a whole answer, by its length or its last chunk.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        var head = bytes[..(end + 2)];
        var body = bytes[(end + 4)..];
        var at = IndexOf(head, "content-length:"u8);
        if (at >= 0) return Utf8Parser.TryParse(head[(at + 15)..].TrimStart((byte)' '), out int length, out _) && body.Length >= length;
        return IndexOf(head, "transfer-encoding:"u8) < 0 || body.EndsWith("0\r\n\r\n"u8);
    }

    /// <summary>The body of a whole answer, without its chunk framing.</summary>
    public static byte[] Body(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        var body = bytes[(end + 4)..].ToArray();
        if (IndexOf(bytes[..(end + 2)], "transfer-encoding: chunked"u8) < 0) return body;
        var length = new ChunkedDecoder().Decode(body);
        return body[..length];
    }

    private static int IndexOf(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        for (var i = 0; i + name.Length <= head.Length; i++)
        {
            var found = true;
            for (var j = 0; j < name.Length && found; j++) found = (head[i + j] | 0x20) == (name[j] | 0x20);
            if (found) return i;
        }
        return -1;
    }
}
