using Actors.Log;

namespace Actors.History;

/// <summary>A page of events in the order that was asked for.</summary>
/// <param name="Shard">The shard of the channel.</param>
/// <param name="Events">The events. May be fewer than asked for, even none, though there are more: a page looks at so many and no more.</param>
/// <param name="Next">The offset from which the next page goes on; null when this was the last.</param>
public sealed record EventPage(int Shard, IReadOnlyList<LogEntry> Events, long? Next);
