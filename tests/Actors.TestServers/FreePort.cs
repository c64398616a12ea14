using System.Net;
using System.Net.Sockets;

namespace Actors.TestServers;

/// <summary>Finds a TCP port of the loopback interface that nobody uses.</summary>
public static class FreePort
{
    /// <summary>A free port. Somebody else may take it before it is used: whoever starts a server on it tries again.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
