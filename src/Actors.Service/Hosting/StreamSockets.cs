using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Actors.Service.Hosting;

/// <summary>
/// Makes the listening sockets. Linux gives a listener's options to the sockets that it accepts, so that each connection is
/// bounded from its first byte without a call for each.
/// </summary>
internal static class StreamSockets
{
    // linux/tcp.h; .NET has no names for them.
    private const int TcpUserTimeout = 18;
    private const int TcpNotSentLowWater = 25;

    /// <summary>The socket for an address that Kestrel is to listen at.</summary>
    public static Socket Create(EndPoint endpoint, ServerOptions options)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        if (endpoint is IPEndPoint)
        {
            socket.SendBufferSize = options.SendBufferBytes;
            if (OperatingSystem.IsLinux())
            {
                SetTcp(socket, TcpNotSentLowWater, options.NotSentLowWaterBytes);
                SetTcp(socket, TcpUserTimeout, (int)options.PeerTimeout.TotalMilliseconds);
            }
        }

        return socket;
    }

    private static void SetTcp(Socket socket, int name, int value) =>
        socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, name, BitConverter.GetBytes(value));
}
