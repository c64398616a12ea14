using Actors.Contracts.Cursors;
using Actors.Contracts.Events;
using Actors.Live;
using Actors.Log;

namespace Actors.Sessions.Wire;

/// <summary>Encodes the events of one channel. Costs one array and one object for each event, once for the node.</summary>
/// <param name="logId">The log that cursors name.</param>
/// <param name="channel">The channel's <see cref="Cursor.HashOf"/>.</param>
internal readonly struct WireEncoder(uint logId, uint channel)
{
    /// <summary>An event that came over the bus; <paramref name="position"/> is where an ephemeral one stands.</summary>
    public WireEvent Encode(Frame frame, long position) => frame.Offset < 0
        ? new WireEvent(position, -1, frame.Type, frame.Job, Ephemeral(frame.Payload.Span), 0, EventTime.Read(frame.Payload.Span))
        : Durable(frame.Offset, frame.Type, frame.Job, frame.Payload.Span);

    /// <summary>An event that was read from the log.</summary>
    public WireEvent Encode(long offset, LogRecord record) => Durable(offset, record.Type, record.Job, record.Value.Span);

    /// <summary>Writes the <c>id:</c> line of an event's own offset and returns its length.</summary>
    public int WriteId(Span<byte> line, long offset) => SseLines.WriteId(line, logId, [new CursorPlace(channel, offset)]);

    private WireEvent Durable(long offset, string type, string? job, ReadOnlySpan<byte> payload)
    {
        Span<byte> id = stackalloc byte[SseLines.IdLength(1)];
        var idLength = WriteId(id, offset);
        var bytes = new byte[idLength + SseLines.DataLength(payload.Length)];
        id[..idLength].CopyTo(bytes);
        SseLines.WriteData(bytes.AsSpan(idLength), payload);
        return new WireEvent(offset, offset, type, job, bytes, idLength, EventTime.Read(payload));
    }

    private static byte[] Ephemeral(ReadOnlySpan<byte> payload)
    {
        var bytes = new byte[SseLines.DataLength(payload.Length)];
        SseLines.WriteData(bytes, payload);
        return bytes;
    }
}
