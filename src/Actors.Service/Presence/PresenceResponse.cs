namespace Actors.Service.Presence;

/// <summary>Who is in a room.</summary>
/// <param name="Channel">The room.</param>
/// <param name="Users">The users' ids, in order.</param>
/// <param name="HasMore">True when there are more than are listed.</param>
internal sealed record PresenceResponse(string Channel, IReadOnlyList<string> Users, bool HasMore);
