namespace Actors.Service.Identity;

/// <summary>The body of <c>POST /api/events/ticket</c>.</summary>
internal sealed record TicketRequest
{
    /// <summary>The channels that the ticket is for, names or prefixes with <c>*</c>; left out: all that the caller may hear. The own channel is always in it.</summary>
    public IReadOnlyList<string>? Channels { get; init; }
}
