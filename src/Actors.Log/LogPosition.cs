namespace Actors.Log;

/// <summary>A place in the log.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Offset">The offset in it.</param>
public readonly record struct LogPosition(int Shard, long Offset);
