using Actors.Service.Limits;
using Actors.Service.Requests;

namespace Actors.Service.Identity;

/// <summary>The endpoint that gives tickets.</summary>
internal static class TicketEndpoints
{
    /// <summary>Maps <c>POST /api/events/ticket</c>.</summary>
    public static void MapTickets(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/events/ticket", IssueAsync)
            .Accepts<TicketRequest>(isOptional: true, "application/json")
            .RequireAuthorization()
            .RequireRateLimiting(RequestRates.Policy)
            .WithSummary("A signed ticket for a stream's query, since EventSource sends no headers; it serves every reconnect until it ends.");

    private static async Task<TicketResponse> IssueAsync(HttpContext context, Caller caller, TicketIssue tickets, RecentAnswers answers)
    {
        var body = await RequestBody.ReadAsync(context, mayBeEmpty: true);
        var request = body.Bytes.Length == 0 ? new TicketRequest() : body.As(ServiceJson.Default.TicketRequest);
        var key = IdempotencyKey.From(context.Request, caller, body.Bytes.Span);
        return answers.GetOrAdd(key, () => tickets.Issue(caller, request), ticket => ticket.ExpiresAt);
    }
}
