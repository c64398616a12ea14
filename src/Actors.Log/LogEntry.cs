namespace Actors.Log;

/// <summary>A record with the place that the log gave it.</summary>
/// <param name="Offset">Its place in the shard; rises from record to record, not always by one.</param>
/// <param name="Time">When the log took it, in milliseconds since 1970-01-01 UTC. For people, retention and deadlines; which records count is never decided by it.</param>
/// <param name="Record">The record.</param>
public readonly record struct LogEntry(long Offset, long Time, LogRecord Record);
