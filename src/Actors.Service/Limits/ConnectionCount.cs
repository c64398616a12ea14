namespace Actors.Service.Limits;

/// <summary>Counts the streams and long polls of this node, in all and for each user. Thread-safe.</summary>
internal sealed class ConnectionCount(LimitsOptions limits)
{
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private int _total;

    /// <summary>How many there are.</summary>
    public int Total => Volatile.Read(ref _total);

    /// <summary>Takes a place for a user, held until the result is disposed; null, and why, when there is none.</summary>
    public IDisposable? TryEnter(string user, out string? refusal)
    {
        lock (_lock)
        {
            var own = _users.GetValueOrDefault(user);
            refusal = own >= limits.MaxConnectionsPerUser
                    ? $"You have {own} streams at this node, which is as many as a user may have (Limits:MaxConnectionsPerUser)."
                : _total >= limits.MaxConnections
                    ? "This node has as many streams as it takes (Limits:MaxConnections)."
                : null;
            if (refusal is not null)
            {
                return null;
            }

            _users[user] = own + 1;
            _total++;
            return new Place(this, user);
        }
    }

    private void Leave(string user)
    {
        lock (_lock)
        {
            _total--;
            if (--_users[user] == 0)
            {
                _users.Remove(user);
            }
        }
    }

    private sealed class Place(ConnectionCount count, string user) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                count.Leave(user);
            }
        }
    }
}
