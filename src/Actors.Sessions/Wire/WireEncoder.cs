using System.Runtime.InteropServices;
using Actors.Contracts.Cursors;
using Actors.Contracts.Events;
using Actors.Live;
using Actors.Log;

namespace Actors.Sessions.Wire;

/// <summary>
/// Encodes the events of one channel. Costs one object for each event, once for the node, and a copy of the payloads that are
/// large or can't be shared.
/// </summary>
/// <param name="logId">The log that cursors name.</param>
/// <param name="channel">The channel's <see cref="Cursor.HashOf"/>.</param>
internal readonly struct WireEncoder(uint logId, uint channel)
{
    /// <summary>A larger payload is encoded once: it may take several slices, and then its lines must stand together.</summary>
    private const int MaxShared = 4 * 1024;

    /// <summary>What may stand around a payload in its memory: it is kept as long as the event is.</summary>
    private const int MostAround = 256;

    /// <summary>An event that came over the bus; <paramref name="position"/> is where an ephemeral one stands.</summary>
    public WireEvent Encode(Frame frame, long position) => frame.Offset < 0
        ? Encode(position, -1, frame.Type, frame.Job, [], frame.Payload)
        : Durable(frame.Offset, frame.Type, frame.Job, frame.Payload);

    /// <summary>An event that was read from the log.</summary>
    public WireEvent Encode(long offset, LogRecord record) => Durable(offset, record.Type, record.Job, record.Value);

    /// <summary>Writes the <c>id:</c> line of an event's own offset and returns its length.</summary>
    public int WriteId(Span<byte> line, long offset) => SseLines.WriteId(line, logId, [new CursorPlace(channel, offset)]);

    private WireEvent Durable(long offset, string type, string? job, ReadOnlyMemory<byte> payload)
    {
        Span<byte> id = stackalloc byte[SseLines.IdLength(1)];
        return Encode(offset, offset, type, job, id[..WriteId(id, offset)], payload);
    }

    private static WireEvent Encode(long at, long offset, string type, string? job, ReadOnlySpan<byte> id, ReadOnlyMemory<byte> payload)
    {
        var isBare = CanShare(payload);
        return new WireEvent(at, offset, type, job, id, isBare ? payload : Lines(payload.Span), isBare, EventTime.Read(payload.Span));
    }

    private static bool CanShare(ReadOnlyMemory<byte> payload) =>
        payload.Length <= MaxShared
        && MemoryMarshal.TryGetArray(payload, out var memory) && memory.Array!.Length <= payload.Length + MostAround
        && SseLines.IsOneLine(payload.Span);

    private static byte[] Lines(ReadOnlySpan<byte> payload)
    {
        var lines = new byte[SseLines.DataLength(payload.Length)];
        SseLines.WriteData(lines, payload);
        return lines;
    }
}
