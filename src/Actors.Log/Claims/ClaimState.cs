namespace Actors.Log.Claims;

/// <summary>What a <see cref="ClaimFilter"/> knows at a position: enough to go on from there. Immutable.</summary>
/// <param name="Claim">The claim in force; -1 for none.</param>
/// <param name="NextSeq">The sequence number that its next record must bear.</param>
/// <param name="LastValid">Its last valid offset.</param>
/// <param name="Closed">The claims before it, by rising offset.</param>
public sealed record ClaimState(long Claim, long NextSeq, long LastValid, IReadOnlyList<ClosedClaim> Closed)
{
    /// <summary>The beginning of a shard.</summary>
    public static ClaimState None { get; } = new(-1, 0, -1, []);
}
