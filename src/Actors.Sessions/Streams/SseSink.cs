using System.Buffers;
using System.IO.Pipelines;
using Actors.Sessions.Replay;
using Actors.Sessions.Wire;

namespace Actors.Sessions.Streams;

/// <summary>
/// Writes events to a pipe in slices: everything that is ready, up to the slice's size, then one flush. An event costs one
/// copy into the pipe. One that is longer than a slice is sent in several; it alone is then held, nothing behind it.
/// </summary>
/// <param name="output">The connection's pipe.</param>
/// <param name="sliceBytes">The most bytes between two flushes.</param>
/// <param name="named">Whether each event has an <c>event:</c> line.</param>
internal sealed class SseSink(PipeWriter output, int sliceBytes, bool named) : EventSink
{
    private ReadOnlyMemory<byte> _rest;
    private int _unflushed;

    public override bool TakesRuns => !named;

    public PipeWriter Output => output;

    /// <summary>True when there is something to flush.</summary>
    public bool HasUnflushed => _unflushed > 0;

    /// <summary>True while an event is only partly written.</summary>
    public bool IsMidEvent => !_rest.IsEmpty;

    private int Room => sliceBytes - _unflushed;

    public override bool TryTake(string type, ReadOnlySpan<byte> id, ReadOnlyMemory<byte> lines)
    {
        var length = id.Length + lines.Length + (named ? SseLines.TypeLength(type) : 0);
        if (IsMidEvent || (length > Room && _unflushed > 0))
        {
            return false;
        }

        WriteHead(type, id);
        _rest = lines;
        WriteRest();
        Taken++;
        return true;
    }

    public override bool TryTake(ReadOnlySpan<byte> id, WireEvent item)
    {
        if (!item.IsBare)
        {
            return TryTake(item.Type, id, item.Body);
        }

        if (IsMidEvent)
        {
            return false;
        }

        var payload = item.Body.Span;
        var length = SseLines.DataLength(payload.Length);
        if (id.Length + length + (named ? SseLines.TypeLength(item.Type) : 0) > Room)
        {
            return _unflushed == 0 && TryTakeInSlices(item.Type, id, payload);
        }

        if (named)
        {
            WriteHead(item.Type, id);
            id = [];
        }

        length += id.Length;
        var span = output.GetSpan(length);
        id.CopyTo(span);
        SseLines.WriteOneLine(span[id.Length..], payload);
        output.Advance(length);
        _unflushed += length;
        Taken++;
        return true;
    }

    public override int TakeRun(PageRun run, int first)
    {
        if (IsMidEvent)
        {
            return 0;
        }

        output.Write(run.Slice(first, Room, out var count));
        if (count == 0)
        {
            ref readonly var entry = ref run.Entries[first];
            return TryTake(entry.Type, [], run.Whole(entry)) ? 1 : 0;
        }

        _unflushed += run.Entries[first + count - 1].End - run.Entries[first].Start;
        Taken += count;
        return count;
    }

    /// <summary>Writes the <c>retry:</c> field.</summary>
    public void WriteRetry(int milliseconds)
    {
        SseLines.WriteRetry(output, milliseconds);
        _unflushed++;
    }

    /// <summary>Writes an event of the stream's own; one without a payload is a heartbeat.</summary>
    public void WriteOwn(string type, ReadOnlySpan<byte> id, ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            _unflushed += SseLines.WriteType(output, type);
            output.Write(id);
            output.Write("data: {}\n\n"u8);
            _unflushed += id.Length + 1;
            return;
        }

        WriteHead(type, id);
        var length = SseLines.DataLength(payload.Length);
        SseLines.WriteData(output.GetSpan(length), payload);
        output.Advance(length);
        _unflushed += length;
    }

    /// <summary>Sends what has been written. The next slice begins.</summary>
    public ValueTask<FlushResult> FlushAsync()
    {
        _unflushed = 0;
        return output.FlushAsync();
    }

    /// <summary>Goes on with an event that did not fit into one slice.</summary>
    public void WriteRest()
    {
        if (_rest.IsEmpty)
        {
            // To write nothing costs a look for memory all the same.
            return;
        }

        var part = _rest.Length <= Room ? _rest : _rest[..Math.Max(Room, 0)];
        output.Write(part.Span);
        _unflushed += part.Length;
        _rest = _rest[part.Length..];
    }

    // Where slices are shorter than the event: what is left of it must stand in one piece.
    private bool TryTakeInSlices(string type, ReadOnlySpan<byte> id, ReadOnlySpan<byte> payload)
    {
        var lines = new byte[SseLines.DataLength(payload.Length)];
        SseLines.WriteOneLine(lines, payload);
        return TryTake(type, id, lines);
    }

    private void WriteHead(string type, ReadOnlySpan<byte> id)
    {
        if (!id.IsEmpty)
        {
            output.Write(id);
            _unflushed += id.Length;
        }

        if (named)
        {
            _unflushed += SseLines.WriteType(output, type);
        }
    }
}
