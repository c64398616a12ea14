namespace Actors.Log.Claims;

/// <summary>
/// What a reader must know at an offset to begin there instead of at the log's start: the first thing in the value of a
/// <see cref="RecordKind.Point"/> record. A new owner and a new feed begin at it. Immutable.
/// </summary>
/// <param name="At">The read-back position R: the state belongs to it, and reading goes on behind it. -1 is before everything.</param>
/// <param name="Claims">The claim in force at R and the closed ones before it.</param>
/// <param name="Answered">Every command at or before this offset has been handled, its events being in the log before the point record.</param>
/// <param name="LogId">The log that the point belongs to.</param>
public sealed record RecoveryPoint(long At, ClaimState Claims, long Answered, uint LogId)
{
    /// <summary>Where a reader begins when no point was ever committed.</summary>
    public static RecoveryPoint Beginning(uint logId) => new(-1, ClaimState.None, -1, logId);
}
