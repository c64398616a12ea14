using System.Runtime.InteropServices;

namespace Actors.Live.Presence;

/// <summary>Counts the streams of one node that is alone.</summary>
public sealed class NodeConnections : IConnectionRegistry
{
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private int _total;

    /// <inheritdoc/>
    public int Total => Volatile.Read(ref _total);

    /// <inheritdoc/>
    public bool TryEnter(string user, int most, out int present)
    {
        ArgumentNullException.ThrowIfNull(user);
        lock (_gate)
        {
            present = _users.GetValueOrDefault(user);
            if (present >= most)
            {
                return false;
            }

            _users[user] = present + 1;
            _total++;
            return true;
        }
    }

    /// <inheritdoc/>
    public void Leave(string user)
    {
        ArgumentNullException.ThrowIfNull(user);
        lock (_gate)
        {
            ref var present = ref CollectionsMarshal.GetValueRefOrNullRef(_users, user);
            _total--;
            if (--present == 0)
            {
                _users.Remove(user);
            }
        }
    }
}
