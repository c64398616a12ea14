using Actors.Contracts.Channels;
using Actors.Live.Presence;
using Actors.Service.Identity;
using Actors.Service.Problems;
using Actors.Service.Streams;

namespace Actors.Service.Presence;

/// <summary>The endpoint that says who is in a room.</summary>
internal static class PresenceEndpoint
{
    private const int MaxUsers = 1000;

    /// <summary>Maps <c>GET /api/channels/{channel}/presence</c>.</summary>
    public static void MapPresence(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/channels/{channel}/presence", ListAsync).RequireAuthorization()
            .WithSummary($"Who is in a room (channel:<id>): the users who have a stream on it with presence=1, up to {MaxUsers}.");

    /// <summary>A room that the caller may hear.</summary>
    /// <exception cref="ProblemException">400 for what is no room, 403 for one that the caller may not hear.</exception>
    public static ChannelName ReadRoom(string channel, Caller caller)
    {
        var room = StreamQuery.ReadChannel(channel, caller);
        return room.Kind == ChannelKind.Room
            ? room
            : throw new ProblemException(Refusals.Invalid("channel", $"'{channel}' is no room: only 'channel:<id>' has presence."));
    }

    private static async Task<PresenceResponse> ListAsync(string channel, Caller caller, RoomPresence presence, CancellationToken ct)
    {
        var room = ReadRoom(channel, caller);
        var members = await presence.ListAsync(room, MaxUsers, ct);
        return new PresenceResponse(room.Value, members.Users, members.HasMore);
    }
}
