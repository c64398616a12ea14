using System.Net.Mime;
using Actors.Live.Presence;
using Actors.Service.Identity;
using Actors.Service.Limits;
using Actors.Service.Node;
using Actors.Service.Presence;
using Actors.Service.Problems;
using Actors.Service.Requests;
using Actors.Sessions;

namespace Actors.Service.Streams;

/// <summary>The endpoints that events are heard at.</summary>
internal static class StreamEndpoints
{
    /// <summary>Where streams are.</summary>
    public const string Path = "/api/events";

    private const string PresenceFlag = "presence";
    private const string Query = "channels, types, jobId, replay=N, from=earliest, named=1, presence=1 (the user is in the rooms by it); a cursor as Last-Event-ID or lastEventId; ticket.";

    /// <summary>Adds what the endpoints need.</summary>
    public static IServiceCollection AddActorsStreams(this IServiceCollection services) => services.AddSingleton<PollLimits>().AddHostedService<ConnectTrim>();

    /// <summary>Maps <c>GET /api/events</c> and <c>GET /api/events/poll</c>.</summary>
    public static void MapStreams(this IEndpointRouteBuilder routes)
    {
        var events = routes.MapGroup(Path).RequireAuthorization();
        events.MapGet("", StreamAsync).Produces<string>(StatusCodes.Status200OK, "text/event-stream").WithSummary("The stream of events (SSE): " + Query);
        events.MapGet("/poll", PollAsync).Produces(StatusCodes.Status200OK, null, MediaTypeNames.Application.Json)
            .WithSummary("The same by long poll, on the same cursor: wait (seconds), limit, " + Query);
    }

    private static Task StreamAsync(HttpContext context, Caller caller, NodeService node, ConnectionCount connections, RoomPresence presence)
    {
        var hub = node.Sessions;
        var request = StreamQuery.Read(context.Request, caller, hub.Options);
        var isPresent = context.Request.Query.Flag(PresenceFlag);
        var place = node.Stage >= NodeStage.Leaving ? null : connections.TryEnter(caller.User, out _);
        place = isPresent ? Present(caller, presence, request, place) : place;
        context.Features.Set(new PendingStream(hub, request, place));
        return Task.CompletedTask;
    }

    private static async Task PollAsync(HttpContext context, Caller caller, NodeService node, ConnectionCount connections, RoomPresence presence, PollLimits limits)
    {
        var request = StreamQuery.Read(context.Request, caller, node.Sessions.Options);
        var (wait, limit) = limits.Read(context.Request.Query);
        var isPresent = context.Request.Query.Flag(PresenceFlag);
        using var place = connections.TryEnter(caller.User, out var refusal);
        if (place is null)
        {
            throw new ProblemException(Refusals.TooMany(refusal!, node.Sessions.Options.RetryDelay));
        }

        if (node.Stage >= NodeStage.Leaving)
        {
            throw new ProblemException(Refusals.Unavailable("This node is leaving.", node.Sessions.Options.RetryDelay));
        }

        using var stay = isPresent ? Present(caller, presence, request, place) : null;
        var result = await node.Sessions.PollAsync(request, wait, limit, context.RequestAborted);
        await PollBody.WriteAsync(context.Response, result);
    }

    private static IDisposable? Present(Caller caller, RoomPresence presence, SessionRequest request, IDisposable? place) =>
        place is not null && presence.Enter(caller.User, request.Channels) is { } stay
            ? new PresentPlace(place, stay)
            : place;
}
