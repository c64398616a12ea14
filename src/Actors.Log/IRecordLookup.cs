namespace Actors.Log;

/// <summary>
/// Finds single records of a log that can do so cheaply; what the history reads events with, so that none is stored twice.
/// Thread-safe.
/// </summary>
public interface IRecordLookup
{
    /// <summary>
    /// The acknowledged records at the given offsets, which rise. Those that retention has removed, and those that were never
    /// there, are left out.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be read now.</exception>
    ValueTask<IReadOnlyList<LogEntry>> FindAsync(int shard, IReadOnlyList<long> offsets, CancellationToken ct);

    /// <summary>
    /// The first offset whose record the log took at or after a time, in milliseconds since 1970-01-01 UTC; the shard's next
    /// offset when there is none.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be read now.</exception>
    ValueTask<long> OffsetAtAsync(int shard, long time, CancellationToken ct);
}
