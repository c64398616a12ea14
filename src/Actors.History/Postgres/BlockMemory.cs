using System.Buffers;

namespace Actors.History.Postgres;

/// <summary>
/// Rented memory in which blocks are written one behind the other, each in one piece. What was cut off is valid until disposal.
/// Not thread-safe.
/// </summary>
internal sealed class BlockMemory : IBufferWriter<byte>, IDisposable
{
    private const int PieceBytes = 128 * 1024;

    private readonly List<byte[]> _rented = [];
    private byte[] _piece = [];
    private int _start;
    private int _end;

    /// <summary>How long the block is that is being written.</summary>
    internal int Length => _end - _start;

    /// <summary>Ends the block.</summary>
    internal ReadOnlyMemory<byte> Cut()
    {
        var block = _piece.AsMemory(_start.._end);
        _start = _end;
        return block;
    }

    /// <inheritdoc/>
    public void Advance(int count) => _end += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_piece.Length - _end < Math.Max(sizeHint, 1))
        {
            Move(sizeHint);
        }

        return _piece.AsMemory(_end);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        foreach (var piece in _rented)
        {
            ArrayPool<byte>.Shared.Return(piece);
        }

        _rented.Clear();
        (_piece, _start, _end) = ([], 0, 0);
    }

    private void Move(int room)
    {
        var piece = ArrayPool<byte>.Shared.Rent(Math.Max(PieceBytes, Length + room));
        _piece.AsSpan(_start.._end).CopyTo(piece);
        _rented.Add(piece);
        (_piece, _start, _end) = (piece, 0, Length);
    }
}
