using Actors.Live.Presence;
using Actors.Service.Identity;
using Actors.Service.Requests;

namespace Actors.Service.Presence;

/// <summary>The endpoint that tells a room that somebody writes.</summary>
internal static class TypingEndpoint
{
    /// <summary>Maps <c>POST /api/channels/{channel}/typing</c>.</summary>
    public static void MapTyping(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/channels/{channel}/typing", TellAsync).Produces(StatusCodes.Status204NoContent)
            .AsPost("Tells a room (channel:<id>) by a 'typing' event that the caller writes, or with {\"isTyping\":false} has stopped. Live only: it is not in the log, and may be lost.");

    private static async Task<IResult> TellAsync(HttpContext context, string channel, Caller caller, RoomPresence presence, RecentAnswers answers)
    {
        var room = PresenceEndpoint.ReadRoom(channel, caller);
        var body = await RequestBody.ReadAsync(context, mayBeEmpty: true);
        var request = body.Bytes.Length == 0 ? new TypingRequest() : body.As(ServiceJson.Default.TypingRequest);
        var key = IdempotencyKey.From(context.Request, caller, body.Bytes.Span);
        return answers.GetOrAdd(key, () =>
        {
            presence.TellTyping(room, caller.User, request.IsTyping);
            return TypedResults.NoContent();
        });
    }
}
