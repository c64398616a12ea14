using System.Buffers;
using System.Text;

namespace Actors.Jobs.Output;

/// <summary>
/// Gathers small pieces of text into chunks: the first at once, later ones when the interval has passed since the last chunk
/// or enough bytes have come together. A chunk never ends between the halves of a surrogate pair; half a pair that has no
/// other half becomes U+FFFD, so lengths stay as written. One thread at a time. Appending allocates nothing once the buffer
/// has grown; a chunk costs its string.
/// </summary>
public sealed class ChunkCoalescer
{
    /// <summary>The longest chunk, in UTF-16 code units: a piece that is longer is cut. Keeps one event far below any limit.</summary>
    public const int MaxChunkLength = 16 * 1024;

    private const char Replacement = '\ufffd';

    private readonly long _interval;
    private readonly int _bytes;
    private readonly ArrayBufferWriter<char> _pending;
    private int _taken;
    private int _pendingBytes;
    private char _half;
    private long _nextDue = long.MinValue;

    /// <summary>A coalescer whose clock counts in the units of <paramref name="interval"/>.</summary>
    /// <param name="interval">The least time between chunks that are not full.</param>
    /// <param name="bytes">The UTF-8 bytes that make a chunk full.</param>
    public ChunkCoalescer(long interval, int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(interval);
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        (_interval, _bytes) = (interval, bytes);
        _pending = new ArrayBufferWriter<char>(128);
    }

    /// <summary>True when whole characters wait.</summary>
    public bool HasText => _pending.WrittenCount > _taken;

    /// <summary>True when what waits is a full chunk, whatever the time.</summary>
    public bool IsFull => _pendingBytes >= _bytes;

    /// <summary>How many UTF-16 code units wait.</summary>
    public int Length => _pending.WrittenCount - _taken + (_half == default ? 0 : 1);

    /// <summary>When the waiting text becomes a chunk though it is not full; meaningless without text.</summary>
    public long Due => _nextDue;

    /// <summary>Puts a piece behind what waits.</summary>
    public void Append(ReadOnlySpan<char> piece)
    {
        if (_half != default && piece.Length > 0)
        {
            if (char.IsLowSurrogate(piece[0]))
            {
                ReadOnlySpan<char> pair = [_half, piece[0]];
                Write(pair, 4);
                piece = piece[1..];
            }
            else
            {
                Write([Replacement], 3);
            }

            _half = default;
        }

        if (piece.Length > 0 && char.IsHighSurrogate(piece[^1]))
        {
            _half = piece[^1];
            piece = piece[..^1];
        }

        if (piece.ContainsAnyInRange('\ud800', '\udfff'))
        {
            AppendChecked(piece);
        }
        else
        {
            Write(piece, Encoding.UTF8.GetByteCount(piece));
        }
    }

    /// <summary>Takes the next chunk if there is one at this time, and starts the interval anew.</summary>
    public bool TryTake(long now, out string chunk)
    {
        if (!HasText || (!IsFull && now < _nextDue))
        {
            chunk = string.Empty;
            return false;
        }

        chunk = Cut();
        _nextDue = now + _interval;
        return true;
    }

    /// <summary>Takes the next chunk of what waits, whatever the time; false when no whole character is left.</summary>
    public bool TryFlush(long now, out string chunk)
    {
        chunk = string.Empty;
        if (!HasText)
        {
            return false;
        }

        chunk = Cut();
        _nextDue = now + _interval;
        return true;
    }

    /// <summary>Ends the text: half a pair that still waits will not find its other half.</summary>
    public void Complete()
    {
        if (_half != default)
        {
            _half = default;
            Write([Replacement], 3);
        }
    }

    /// <summary>Drops all that waits.</summary>
    public void Clear()
    {
        _pending.ResetWrittenCount();
        (_taken, _pendingBytes, _half) = (0, 0, default);
    }

    private void AppendChecked(ReadOnlySpan<char> piece)
    {
        Span<char> units = stackalloc char[2];
        foreach (var rune in piece.EnumerateRunes())
        {
            Write(units[..rune.EncodeToUtf16(units)], rune.Utf8SequenceLength);
        }
    }

    private void Write(ReadOnlySpan<char> text, int utf8Bytes)
    {
        _pending.Write(text);
        _pendingBytes += utf8Bytes;
    }

    private string Cut()
    {
        var waiting = _pending.WrittenSpan[_taken..];
        var length = Math.Min(waiting.Length, MaxChunkLength);
        if (length < waiting.Length && char.IsHighSurrogate(waiting[length - 1]))
        {
            length--;
        }

        var chunk = new string(waiting[..length]);
        if (length == waiting.Length)
        {
            _pending.ResetWrittenCount();
            (_taken, _pendingBytes) = (0, 0);
        }
        else
        {
            _taken += length;
            _pendingBytes -= Encoding.UTF8.GetByteCount(chunk);
        }

        return chunk;
    }
}
