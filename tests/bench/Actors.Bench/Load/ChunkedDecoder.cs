namespace Actors.Bench.Load;

/// <summary>Takes HTTP/1.1 chunk framing out of a byte stream in place. It keeps its state between calls, so a chunk may be cut anywhere.</summary>
internal struct ChunkedDecoder
{
    private enum Part : byte { Size, SizeEnd, Data, DataEnd, Ended }

    private Part _part;
    private int _left;

    /// <summary>True after the chunk of size 0.</summary>
    public readonly bool Ended => _part == Part.Ended;

    /// <summary>Moves the data of all chunks in <paramref name="bytes"/> to its front.</summary>
    /// <returns>How many bytes of data there are.</returns>
    public int Decode(Span<byte> bytes)
    {
        int read = 0, written = 0;
        while (read < bytes.Length)
        {
            switch (_part)
            {
                case Part.Size:
                    var digit = Hex(bytes[read]);
                    if (digit >= 0) { _left = _left * 16 + digit; read++; }
                    else _part = Part.SizeEnd;
                    break;
                case Part.SizeEnd:
                    if (bytes[read++] == '\n') _part = _left == 0 ? Part.Ended : Part.Data;
                    break;
                case Part.Data:
                    var take = Math.Min(_left, bytes.Length - read);
                    if (read != written) bytes.Slice(read, take).CopyTo(bytes[written..]);
                    read += take;
                    written += take;
                    _left -= take;
                    if (_left == 0) _part = Part.DataEnd;
                    break;
                case Part.DataEnd:
                    if (bytes[read++] == '\n') _part = Part.Size;
                    break;
                default:
                    return written;
            }
        }
        return written;
    }

    private static int Hex(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
        _ => -1,
    };
}
