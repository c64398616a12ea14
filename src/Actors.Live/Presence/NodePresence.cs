namespace Actors.Live.Presence;

/// <summary>Who is in which room of a node that is alone.</summary>
public sealed class NodePresence : IPresenceStore
{
    private readonly MemberTable _members = new();

    /// <inheritdoc/>
    public event Action<string, string, bool>? Changed;

    /// <inheritdoc/>
    public void Join(string room, string user) => Set(room, user, isIn: true);

    /// <inheritdoc/>
    public void Leave(string room, string user) => Set(room, user, isIn: false);

    /// <inheritdoc/>
    public ValueTask<RoomMembers> ListAsync(string room, int most, CancellationToken ct) => ValueTask.FromResult(_members.List(room, most));

    private void Set(string room, string user, bool isIn)
    {
        if (_members.Set(room, user, isIn) <= IPresenceStore.MaxAnnounced)
        {
            Changed?.Invoke(room, user, isIn);
        }
    }
}
