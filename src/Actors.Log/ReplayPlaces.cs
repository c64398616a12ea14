namespace Actors.Log;

/// <summary>What an index knows of a channel between two offsets.</summary>
/// <param name="Offsets">The channel's events in (after, <paramref name="Through"/>], rising. Some may be gone by retention.</param>
/// <param name="Through">
/// Behind the last of them and up to this offset, included, the channel has no event. What was asked for as "after" when the
/// index does not reach back that far or has not come that far: then it knows nothing, and the log must be scanned.
/// </param>
public readonly record struct ReplayPlaces(IReadOnlyList<long> Offsets, long Through);
