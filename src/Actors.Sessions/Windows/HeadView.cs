using Actors.Log;
using Actors.Log.Claims;

namespace Actors.Sessions.Windows;

/// <summary>
/// How far a node is certain about a shard, and which records count up to there. Immutable, so that any session may ask it
/// while its feed goes on.
/// </summary>
/// <param name="shard">The shard.</param>
/// <param name="first">From here on it can be said; claims that ended before are forgotten.</param>
/// <param name="position">The head.</param>
/// <param name="claims">The claim state at the head or at an earlier position of the same claim. Never written to again.</param>
internal sealed class HeadView(int shard, long first, long position, ClaimFilter claims)
{
    public int Shard => shard;

    public long First => first;

    public long Position => position;

    /// <summary>The same claims further on.</summary>
    public HeadView MoveTo(long to) => new(shard, first, to, claims);

    /// <summary>True when the record at or before the head is an event that counts.</summary>
    public bool IsEvent(long offset, LogRecord record) =>
        record.Kind == RecordKind.Event && offset <= position && claims.Knows(offset, record, position);
}
