namespace Actors.Live.Presence;

/// <summary>Who is in which room by this node, and what of it has not been told to the store's server. Thread-safe.</summary>
internal sealed class MemberTable
{
    private readonly Dictionary<string, HashSet<string>> _rooms = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Room, string User), bool> _untold = [];
    private readonly Lock _gate = new();

    /// <summary>Notes that somebody is there, or is not; returns how many are.</summary>
    internal int Set(string room, string user, bool isIn)
    {
        ArgumentNullException.ThrowIfNull(room);
        ArgumentNullException.ThrowIfNull(user);
        lock (_gate)
        {
            if (!_rooms.TryGetValue(room, out var users))
            {
                _rooms.Add(room, users = new HashSet<string>(StringComparer.Ordinal));
            }

            _ = isIn ? users.Add(user) : users.Remove(user);
            if (users.Count == 0)
            {
                _rooms.Remove(room);
            }

            return users.Count;
        }
    }

    /// <summary>Notes that a change has to be told.</summary>
    internal void Untold(string room, string user, bool isIn)
    {
        lock (_gate)
        {
            _untold[(room, user)] = isIn;
        }
    }

    /// <summary>Notes that a change has to be told after all, unless a newer one has come meanwhile.</summary>
    internal void Failed(string room, string user, bool isIn)
    {
        lock (_gate)
        {
            _untold.TryAdd((room, user), isIn);
        }
    }

    /// <summary>Everybody has to be told again.</summary>
    internal void AllUntold()
    {
        lock (_gate)
        {
            foreach (var (room, users) in _rooms)
            {
                foreach (var user in users)
                {
                    _untold[(room, user)] = true;
                }
            }
        }
    }

    /// <summary>Takes up to so many changes that have to be told.</summary>
    internal List<(string Room, string User, bool IsIn)> TakeUntold(int most)
    {
        lock (_gate)
        {
            List<(string Room, string User, bool IsIn)> taken = [.. _untold.Take(most).Select(u => (u.Key.Room, u.Key.User, u.Value))];
            taken.ForEach(t => _untold.Remove((t.Room, t.User)));
            return taken;
        }
    }

    /// <summary>The rooms that have somebody.</summary>
    internal string[] Rooms()
    {
        lock (_gate)
        {
            return [.. _rooms.Keys];
        }
    }

    /// <summary>True when a room has somebody.</summary>
    internal bool HasRoom(string room)
    {
        lock (_gate)
        {
            return _rooms.ContainsKey(room);
        }
    }

    internal RoomMembers List(string room, int most)
    {
        lock (_gate)
        {
            return RoomMembers.Of(_rooms.TryGetValue(room, out var users) ? users : [], most);
        }
    }
}
