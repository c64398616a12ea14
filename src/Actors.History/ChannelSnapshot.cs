using Actors.Log;

namespace Actors.History;

/// <summary>A channel at one position: what a page shows before it listens from there on.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Position">Everything at or before this offset is in it, nothing behind it.</param>
/// <param name="Jobs">The open jobs, the oldest first.</param>
/// <param name="Events">The last events, the oldest first.</param>
public sealed record ChannelSnapshot(string Channel, LogPosition Position, IReadOnlyList<OpenJobView> Jobs, IReadOnlyList<LogEntry> Events);
