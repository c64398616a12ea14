namespace Actors.Log.Claims;

/// <summary>A claim that is no longer in force.</summary>
/// <param name="Claim">Its offset.</param>
/// <param name="LastValid">The offset of its last valid record; the claim's own where it wrote nothing.</param>
public readonly record struct ClosedClaim(long Claim, long LastValid);
