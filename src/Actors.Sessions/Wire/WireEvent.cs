namespace Actors.Sessions.Wire;

/// <summary>
/// One event as streams carry it, encoded once for the node: the <c>id:</c> line of a one-channel session, then the
/// <c>data:</c> line and the blank line. Immutable; shared by all sessions.
/// </summary>
/// <param name="at">The event's place in its channel's order: its offset, or for an ephemeral event the offset that it follows.</param>
/// <param name="offset">The event's offset; -1 for an ephemeral event, which has no <c>id:</c> line.</param>
/// <param name="type">The event's type, for filters.</param>
/// <param name="job">The job behind it, for filters; null where there is none.</param>
/// <param name="bytes">The lines.</param>
/// <param name="idLength">How many of the bytes are the <c>id:</c> line.</param>
/// <param name="time">When it was emitted, in milliseconds since 1970-01-01 UTC; 0 where it does not say.</param>
internal sealed class WireEvent(long at, long offset, string type, string? job, byte[] bytes, int idLength, long time)
{
    public long At => at;

    public long Offset => offset;

    public string Type => type;

    public string? Job => job;

    public ReadOnlyMemory<byte> Whole => bytes;

    public int IdLength => idLength;

    public long Time => time;

    public int Length => bytes.Length;
}
