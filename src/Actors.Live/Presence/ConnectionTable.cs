using System.Runtime.InteropServices;

namespace Actors.Live.Presence;

/// <summary>
/// What a node of a cluster knows of its users' streams: its own, exactly; those elsewhere, as last heard; and which of both
/// have to be told or asked. Pure state, no waiting. Thread-safe.
/// </summary>
internal sealed class ConnectionTable
{
    private readonly Dictionary<string, Entry> _users = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private int _total;

    internal int Total => Volatile.Read(ref _total);

    /// <summary>How many users the table holds.</summary>
    internal int Users
    {
        get
        {
            lock (_gate)
            {
                return _users.Count;
            }
        }
    }

    /// <summary>Counts one more, unless there are as many as may be. Either way the user's streams elsewhere are asked for.</summary>
    internal bool TryEnter(string user, int most, bool countElsewhere, out int present)
    {
        lock (_gate)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_users, user, out _);
            _asked.Add(user);
            entry.Age = 0;
            present = entry.Own + (countElsewhere ? entry.Elsewhere : 0);
            if (present >= most)
            {
                return false;
            }

            entry.Own++;
            _total++;
            _changed.Add(user);
            return true;
        }
    }

    /// <summary>Counts one less.</summary>
    internal void Leave(string user)
    {
        lock (_gate)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrNullRef(_users, user);
            entry.Own--;
            entry.Age = 0;
            _total--;
            _changed.Add(user);
        }
    }

    /// <summary>Takes what has changed since the last call, each user with the present count.</summary>
    internal List<KeyValuePair<string, int>> TakeChanges()
    {
        lock (_gate)
        {
            List<KeyValuePair<string, int>> changes = [.. _changed.Select(user => KeyValuePair.Create(user, _users.GetValueOrDefault(user).Own))];
            _changed.Clear();
            return changes;
        }
    }

    /// <summary>Every user that has streams here. Changes up to now are in it.</summary>
    internal List<KeyValuePair<string, int>> TakeAll()
    {
        lock (_gate)
        {
            _changed.Clear();
            return [.. _users.Where(u => u.Value.Own > 0).Select(u => KeyValuePair.Create(u.Key, u.Value.Own))];
        }
    }

    /// <summary>Takes the users whose streams elsewhere are wanted.</summary>
    internal List<string> TakeAsked()
    {
        lock (_gate)
        {
            List<string> asked = [.. _asked];
            _asked.Clear();
            return asked;
        }
    }

    /// <summary>How many streams a user has elsewhere.</summary>
    internal void Heard(string user, int elsewhere)
    {
        lock (_gate)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrNullRef(_users, user);
            if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref entry))
            {
                entry.Elsewhere = elsewhere;
            }
        }
    }

    /// <summary>Forgets users who have no streams here and have not come for so many calls.</summary>
    internal void Forget(int calls)
    {
        lock (_gate)
        {
            foreach (var (user, _) in _users.Where(u => u.Value.Own == 0).ToArray())
            {
                if (++CollectionsMarshal.GetValueRefOrNullRef(_users, user).Age >= calls)
                {
                    _users.Remove(user);
                }
            }
        }
    }

    private struct Entry
    {
        public int Own;
        public int Elsewhere;
        public int Age;
    }
}
