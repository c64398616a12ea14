using System.Collections.Concurrent;
using System.Net.Sockets;
using Actors.Cluster.Tests.Load;

namespace Actors.Cluster.Tests.Clients;

/// <summary>Many pages, each with some channels of a set, all through one address.</summary>
internal sealed class ClientFleet : IAsyncDisposable
{
    // So small that a page that takes nothing is felt by the service at once.
    private const int SocketBuffer = 16 * 1024;

    private readonly HttpClient _http;
    private readonly ConcurrentQueue<EventSourceClient> _clients;

    private ClientFleet(HttpClient http, IEnumerable<EventSourceClient> clients) => (_http, _clients) = (http, new(clients));

    /// <summary>Every page there is.</summary>
    public IReadOnlyCollection<EventSourceClient> Clients => _clients;

    /// <summary>Opens the streams. Each channel has at least one client if there are as many clients as channels.</summary>
    public static ClientFleet Open(Uri address, LoadPlan plan, string name, IReadOnlyList<string> channels, Random chance)
    {
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue, PooledConnectionLifetime = TimeSpan.Zero, ConnectCallback = ConnectAsync })
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        List<EventSourceClient> clients = [];
        for (var i = 0; i < plan.Pages; i++)
        {
            var others = chance.GetItems([.. channels], chance.Next(plan.ChannelsPerPage));
            clients.Add(new EventSourceClient(http, $"{name}-page-{i}", [.. others.Prepend(channels[i % channels.Count]).Distinct()], null, chance.Next()));
            clients[^1].Start();
        }

        return new ClientFleet(http, clients);
    }

    /// <summary>Opens one more, with the cursor that a job's submitter got.</summary>
    public void Follow(AcceptedJob job)
    {
        var page = new EventSourceClient(_http, job.User, [job.Channel], job, seed: job.Id.GetHashCode(StringComparison.Ordinal));
        _clients.Enqueue(page);
        page.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Clients.Select(client => client.DisposeAsync().AsTask()));
        _http.Dispose();
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = SocketBuffer };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
