namespace Actors.Live.Presence;

/// <summary>Who is in a room.</summary>
/// <param name="Users">Their ids, each once, in order.</param>
/// <param name="HasMore">True when there are more than were asked for.</param>
public sealed record RoomMembers(IReadOnlyList<string> Users, bool HasMore)
{
    /// <summary>The first so many of some users.</summary>
    internal static RoomMembers Of(IEnumerable<string> users, int most)
    {
        string[] all = [.. users.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(most + 1)];
        return new RoomMembers(all.Length > most ? all[..most] : all, all.Length > most);
    }
}
