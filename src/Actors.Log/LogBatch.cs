namespace Actors.Log;

/// <summary>Neighbouring records of one shard: all there are in [<see cref="From"/>, <see cref="Next"/>).</summary>
/// <param name="Shard">The shard.</param>
/// <param name="From">Where the reading began. Offsets between it and the first entry hold nothing.</param>
/// <param name="Next">Where the next reading begins.</param>
/// <param name="Entries">The records, by rising offset. Empty only at the end of the log. Shared: readers must not write to it.</param>
public sealed record LogBatch(int Shard, long From, long Next, ReadOnlyMemory<LogEntry> Entries);
