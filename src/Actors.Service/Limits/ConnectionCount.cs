using Actors.Live.Presence;

namespace Actors.Service.Limits;

/// <summary>
/// Counts the streams and long polls of this node, and those of each user over the cluster as far as the node knows. Thread-safe.
/// </summary>
/// <param name="limits">How many there may be.</param>
/// <param name="registry">Looked at when the first stream comes: it needs the live bus, which is open from the host's start on.</param>
internal sealed class ConnectionCount(LimitsOptions limits, Lazy<IConnectionRegistry> registry)
{
    private int _total;

    /// <summary>How many there are.</summary>
    public int Total => Volatile.Read(ref _total);

    /// <summary>Takes a place for a user, held until the result is disposed; null, and why, when there is none.</summary>
    public IDisposable? TryEnter(string user, out string? refusal)
    {
        refusal = null;
        if (Interlocked.Increment(ref _total) > limits.MaxConnections)
        {
            refusal = "This node has as many streams as it takes (Limits:MaxConnections).";
        }
        else if (!registry.Value.TryEnter(user, limits.MaxConnectionsPerUser ?? limits.MaxConnections, out var present))
        {
            refusal = $"You have {present} streams, which is as many as a user may have (Limits:MaxConnectionsPerUser).";
        }

        if (refusal is not null)
        {
            Interlocked.Decrement(ref _total);
            return null;
        }

        return new Place(this, user);
    }

    private void Leave(string user)
    {
        registry.Value.Leave(user);
        Interlocked.Decrement(ref _total);
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
