using Actors.Live;

namespace Actors.Simulation.Bus;

/// <summary>A live bus between nodes. Each node's connection decides what gets through, how often and when.</summary>
public sealed class SimulatedBus
{
    private readonly List<BusConnection> _connections = [];

    /// <summary>Sees every frame as it is sent.</summary>
    public event Action<Frame>? FrameSent;

    /// <summary>Sees every digest as it is sent.</summary>
    public event Action<Digest>? DigestSent;

    /// <summary>A node's connection.</summary>
    public BusConnection Connect()
    {
        var connection = new BusConnection(this);
        _connections.Add(connection);
        return connection;
    }

    internal void Send(Frame frame)
    {
        FrameSent?.Invoke(frame);
        foreach (var connection in _connections)
        {
            connection.Enqueue(frame);
        }
    }

    internal void Send(Digest digest)
    {
        DigestSent?.Invoke(digest);
        foreach (var connection in _connections)
        {
            connection.Enqueue(digest);
        }
    }

    internal void Request(int shard)
    {
        foreach (var connection in _connections)
        {
            connection.Requested(shard);
        }
    }

    internal void Remove(BusConnection connection) => _connections.Remove(connection);
}
