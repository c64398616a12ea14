using Actors.Sessions;

namespace Actors.Service.Streams;

/// <summary>A stream that has been let in and waits to be run by <see cref="StreamRunner"/>.</summary>
/// <param name="Hub">Who runs it.</param>
/// <param name="Request">What the client hears.</param>
/// <param name="Place">The connection's place among its user's; null where there is none or the node is leaving: the client is told to come again.</param>
internal sealed record PendingStream(SessionHub Hub, SessionRequest Request, IDisposable? Place);
