namespace Actors.Service.Identity;

/// <summary>The answer of <c>POST /api/events/ticket</c>.</summary>
/// <param name="Ticket">Goes into the query of a stream as <c>ticket=</c>; the same one serves every reconnect.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="Channels">What it lets its holder hear beside the own channel.</param>
internal sealed record TicketResponse(string Ticket, DateTimeOffset ExpiresAt, IReadOnlyList<string> Channels);
