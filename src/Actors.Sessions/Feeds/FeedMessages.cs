using Actors.Log;
using Actors.Log.Claims;
using Actors.Sessions.Streams;
using Actors.Sessions.Windows;

namespace Actors.Sessions.Feeds;

/// <summary>Session → feed: wake me when this channel moves. Answered by <see cref="Listening"/>.</summary>
internal sealed record Listen(int Shard, string Channel, SessionHandle Session, int Place);

/// <summary>Feed → session: the channel's window.</summary>
internal sealed record Listening(int Place, ChannelWindow Window);

/// <summary>Session → feed: no longer, also when <see cref="Listen"/> has not been answered yet.</summary>
internal sealed record Leave(int Shard, string Channel, SessionHandle Session);

/// <summary>Session → feed: my window has moved past me and past the head; read on and wake me.</summary>
internal sealed record WantHead(int Shard, SessionHandle Session);

/// <summary>Above the feeds → feed: the bus came or went.</summary>
internal sealed record BusChanged(bool IsUp);

/// <summary>To itself: where to begin, the log's first offset, and from where on retention has removed what belongs before it.</summary>
internal sealed record PointRead(RecoveryPoint Point, long First, long? Removed);

/// <summary>To itself: the log's first offset.</summary>
internal sealed record FirstRead(long First);

/// <summary>To itself: records of a scan.</summary>
internal sealed record ScanRead(LogBatch Batch);

/// <summary>To itself: records of the follower with this number.</summary>
internal sealed record FollowRead(LogBatch Batch, long Follower);

/// <summary>To itself: a reading failed.</summary>
internal sealed record ReadFailed(Exception Error, long Follower);
