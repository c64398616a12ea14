namespace Actors.Live.Presence;

/// <summary>
/// Who is in which room, over the cluster. Nobody waits for it: changes are told when they are in force. Thread-safe.
/// </summary>
public interface IPresenceStore
{
    /// <summary>How many users may be in a room whose comings and leavings are told.</summary>
    const int MaxAnnounced = 200;

    /// <summary>
    /// Somebody has come to a room or has left it, seen from the whole cluster: room, user, and whether they are there now. Also
    /// for those whose node has died. Called on any thread, not for long. Now and then one change is told twice. A room with more
    /// than <see cref="MaxAnnounced"/> users is told nothing: each coming would be an event for each of them.
    /// </summary>
    event Action<string, string, bool>? Changed;

    /// <summary>A user is in a room by this node. Not again before <see cref="Leave"/>.</summary>
    void Join(string room, string user);

    /// <summary>A user is no longer in a room by this node.</summary>
    void Leave(string room, string user);

    /// <summary>Who is in a room now. Where the store's server is away, who is there by this node.</summary>
    ValueTask<RoomMembers> ListAsync(string room, int most, CancellationToken ct);
}
