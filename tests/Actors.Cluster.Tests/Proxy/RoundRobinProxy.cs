using System.Net;
using System.Net.Sockets;

namespace Actors.Cluster.Tests.Proxy;

/// <summary>
/// A proxy as nginx would be one in front of the nodes: each connection carries one request, to the next node in turn; a node
/// that refuses, or gives a stream no first byte in time, is passed over; where none is left a stream is answered by an event
/// stream that holds only <c>retry:</c> (any other status would end it for ever), everything else by 502.
/// </summary>
internal sealed class RoundRobinProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly IReadOnlyList<int> _ports;
    private readonly Task _accepting;
    private int _turn;

    public RoundRobinProxy(IReadOnlyList<int> ports)
    {
        _ports = ports;
        _listener.Start(1024);
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> open = [];
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync(_closing.Token);
                open.RemoveAll(task => task.IsCompleted);
                open.Add(new ProxiedConnection(client, Turn(), _closing.Token).RunAsync());
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        await Task.WhenAll(open);
    }

    private IReadOnlyList<int> Turn()
    {
        var first = _turn++ % _ports.Count;
        return [.. _ports.Skip(first), .. _ports.Take(first)];
    }
}
