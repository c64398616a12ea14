namespace Actors.Log.Sqlite;

/// <summary>A shard's recovery point as the log stores it.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Point">The offset of the point record.</param>
/// <param name="RecoverFrom">The recovery point in it: nothing at or behind it may be removed.</param>
internal readonly record struct StoredPoint(int Shard, long Point, long RecoverFrom);
