using System.Runtime.CompilerServices;

namespace Actors.Sessions.Wire;

/// <summary>
/// One event as streams carry it, encoded once for the node: the <c>id:</c> line of a one-channel session, and the event's JSON,
/// which is the log record's or the frame's own memory wherever that can be. Immutable; shared by all sessions.
/// </summary>
/// <param name="at">The event's place in its channel's order: its offset, or for an ephemeral event the offset that it follows.</param>
/// <param name="offset">The event's offset; -1 for an ephemeral event, which has no <c>id:</c> line.</param>
/// <param name="type">The event's type, for filters.</param>
/// <param name="job">The job behind it, for filters; null where there is none.</param>
/// <param name="id">The <c>id:</c> line; empty for an ephemeral event.</param>
/// <param name="body">The JSON, or all of the <c>data:</c> line and the blank line.</param>
/// <param name="isBare">Whether the body is the JSON alone, of which nothing breaks a line.</param>
/// <param name="time">When it was emitted, in milliseconds since 1970-01-01 UTC; 0 where it does not say.</param>
internal sealed class WireEvent(
    long at, long offset, string type, string? job, ReadOnlySpan<byte> id, ReadOnlyMemory<byte> body, bool isBare, long time)
{
    private readonly IdLine _id = IdLine.Of(id);
    private readonly byte _idLength = (byte)id.Length;

    public long At => at;

    public long Offset => offset;

    public string Type => type;

    public string? Job => job;

    public ReadOnlySpan<byte> Id => ((ReadOnlySpan<byte>)_id)[.._idLength];

    public ReadOnlyMemory<byte> Body => body;

    public bool IsBare => isBare;

    public long Time => time;

    /// <summary>How many bytes a one-channel session sends.</summary>
    public int Length => _idLength + (isBare ? SseLines.DataLength(body.Length) : body.Length);

    // Within the event, so that it costs no object of its own.
    [InlineArray(Size)]
    private struct IdLine
    {
        private const int Size = 32;
        private byte _first;

        internal static IdLine Of(ReadOnlySpan<byte> id)
        {
            var line = default(IdLine);
            id.CopyTo(line);
            return line;
        }
    }
}
