namespace Actors.Log;

/// <summary>How far a shard reaches.</summary>
/// <param name="First">The first offset that retention has left; equals <paramref name="Next"/> when nothing is there.</param>
/// <param name="Next">The offset that the next record gets, at least. Every acknowledged record lies before it.</param>
public readonly record struct ShardBounds(long First, long Next);
