using System.Net;
using System.Net.Sockets;

namespace Actors.Cluster.Tests.Proxy;

/// <summary>One client's connection: one request and its answer.</summary>
internal sealed class ProxiedConnection(Socket client, IReadOnlyList<int> ports, CancellationToken closing)
{
    private const int MaxHead = 32 * 1024;
    private const int SocketBuffer = 32 * 1024;
    private static readonly TimeSpan FirstByteOfStream = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan FirstByteOfAnswer = TimeSpan.FromSeconds(15);

    private static ReadOnlyMemory<byte> NoStream =>
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\nretry: 500\n\n"u8.ToArray();

    private static ReadOnlyMemory<byte> NoAnswer => "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray();

    public async Task RunAsync()
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                client.SendBufferSize = SocketBuffer;
                await ServeAsync();
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or IOException or ObjectDisposedException)
            {
                // Either side went away: the other is closed too.
            }
        }
    }

    private async Task ServeAsync()
    {
        var (request, isStream) = await ReadRequestAsync();
        if (request.IsEmpty)
        {
            return;
        }

        foreach (var port in ports)
        {
            using var node = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = SocketBuffer };
            if (!await ConnectAsync(node, port))
            {
                continue;
            }

            var buffer = new byte[16 * 1024];
            var read = await FirstBytesAsync(node, request, buffer, isStream ? FirstByteOfStream : FirstByteOfAnswer);
            if (read > 0)
            {
                await PumpAsync(node, buffer, read);
                return;
            }

            // Only a request that changes nothing may be given to another node.
            if (!isStream)
            {
                break;
            }
        }

        await SendAsync(client, isStream ? NoStream : NoAnswer);
        client.Shutdown(SocketShutdown.Send);
    }

    // The head, and as much of the body as the head says.
    private async Task<(ReadOnlyMemory<byte> Request, bool IsStream)> ReadRequestAsync()
    {
        var buffer = new byte[MaxHead];
        var (length, wanted) = (0, int.MaxValue);
        while (length < wanted)
        {
            var read = await client.ReceiveAsync(buffer.AsMemory(length), closing);
            if (read == 0)
            {
                return (default, false);
            }

            length += read;
            if (wanted == int.MaxValue && buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) is >= 0 and var end)
            {
                wanted = end + 4 + BodyLength(buffer.AsSpan(0, end));
                Array.Resize(ref buffer, Math.Max(buffer.Length, wanted));
            }
        }

        return (buffer.AsMemory(0, length), buffer.AsSpan(0, length).StartsWith("GET /api/events?"u8));
    }

    private static int BodyLength(ReadOnlySpan<byte> head)
    {
        foreach (var line in System.Text.Encoding.ASCII.GetString(head).Split("\r\n"))
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                return int.Parse(line.AsSpan(15), System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        return 0;
    }

    private async Task<bool> ConnectAsync(Socket node, int port)
    {
        try
        {
            await node.ConnectAsync(IPAddress.Loopback, port, closing);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // 0 when the node broke the connection or was silent for too long.
    private async Task<int> FirstBytesAsync(Socket node, ReadOnlyMemory<byte> request, byte[] buffer, TimeSpan within)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(closing);
        timer.CancelAfter(within);
        try
        {
            await SendAsync(node, request);
            return await node.ReceiveAsync(buffer.AsMemory(), timer.Token);
        }
        catch (SocketException)
        {
            return 0;
        }
        catch (OperationCanceledException) when (!closing.IsCancellationRequested)
        {
            return 0;
        }
    }

    private async Task PumpAsync(Socket node, byte[] buffer, int first)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(closing);
        var leaving = WatchClientAsync(over);
        try
        {
            for (var read = first; read > 0; read = await node.ReceiveAsync(buffer.AsMemory(), over.Token))
            {
                await SendAsync(client, buffer.AsMemory(0, read));
            }

            client.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The node died in mid-answer: the client must see that it is not whole.
            client.LingerState = new LingerOption(true, 0);
        }

        await over.CancelAsync();
        await leaving;
    }

    // A client that leaves ends the node's stream; it sends nothing more otherwise.
    private async Task WatchClientAsync(CancellationTokenSource over)
    {
        try
        {
            await client.ReceiveAsync(new byte[16], over.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return;
        }

        await over.CancelAsync();
    }

    private async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await to.SendAsync(bytes, SocketFlags.None, closing)..];
        }
    }
}
