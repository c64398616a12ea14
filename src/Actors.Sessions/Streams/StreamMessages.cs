using Actors.Sessions.Replay;
using Actors.Sessions.Windows;

namespace Actors.Sessions.Streams;

/// <summary>Hub → sessions: open a stream.</summary>
internal sealed record OpenSession(SessionRequest Request, SseSink Sink, TaskCompletionSource<SessionEnd> Ended, CancellationToken Aborted);

/// <summary>Hub → sessions: open a poll.</summary>
internal sealed record OpenPoll(SessionRequest Request, PollSink Sink, TimeSpan MaxWait, TaskCompletionSource<PollResult> Ended, CancellationToken Aborted);

/// <summary>Sessions → session: begin. The first message of each.</summary>
internal sealed record Begin<TOpen>(TOpen Open, SessionHandle Handle, string Id);

/// <summary>Session → sessions: it has ended.</summary>
internal sealed record SessionLeft(SessionHandle Handle);

/// <summary>Hub → sessions: end all streams, spread over a time; answered with <see cref="Done"/>.</summary>
internal sealed record DrainSessions(TimeSpan Over);

/// <summary>To itself: where a place begins, and why not where the client's cursor stands.</summary>
internal sealed record PlaceFound(int Place, ChannelWindow Window, long Position, string? Reset);

/// <summary>To itself: what the index says of a place's way.</summary>
internal sealed record TrailFound(int Place, ReplayTrail Trail);

/// <summary>To itself: the page that a place waits for is in the cache.</summary>
internal sealed record PageArrived(int Place);

/// <summary>To itself: a place could not be found or read.</summary>
internal sealed record PlaceFailed(int Place, Exception Error);

/// <summary>To itself: try again what failed.</summary>
internal sealed record PlaceRetry(int Place);
