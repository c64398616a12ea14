using System.Text.Json;
using Actors.Cluster.Tests.Checker;
using Actors.Cluster.Tests.Proxy;
using Actors.TestServers;

namespace Actors.Cluster.Tests.Cluster;

/// <summary>
/// A whole cluster of real processes: the servers, the nodes, and a round-robin proxy in front. Its folder, with each node's
/// log, is kept when a test on it failed.
/// </summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actors-cluster-");
    private bool _hasFailed;

    private TestCluster(ClusterShape shape, ClusterServers? servers)
    {
        Servers = servers;
        Shards = servers is null ? 4 : 12;
        var settings = Settings();
        Nodes = [.. Enumerable.Range(1, shape.Nodes).Select(n => new ClusterNode($"node-{n}", Path.Combine(_folder.FullName, $"node-{n}"), settings))];
        Proxy = new RoundRobinProxy([.. Nodes.Select(node => node.Port)]);
    }

    public IReadOnlyList<ClusterNode> Nodes { get; }

    public RoundRobinProxy Proxy { get; }

    public int Shards { get; }

    /// <summary>The servers; null for one embedded node.</summary>
    public ClusterServers? Servers { get; }

    /// <summary>Starts everything; returns when every node is ready and every shard is served.</summary>
    public static async Task<TestCluster> StartAsync(ClusterShape shape)
    {
        var cluster = new TestCluster(shape, shape.Brokers == 0 ? null : await ClusterServers.StartAsync(shape.Brokers));
        try
        {
            foreach (var node in cluster.Nodes)
            {
                node.Start();
            }

            await cluster.WholeAsync();
            return cluster;
        }
        catch (Exception e)
        {
            var report = cluster.Report(e);
            await cluster.DisposeAsync();
            throw new InvalidOperationException(report, e);
        }
    }

    /// <summary>Ends when every node runs, is ready and serves shards, and each shard is served by exactly one.</summary>
    public async Task WholeAsync()
    {
        await Task.WhenAll(Nodes.Select(node => node.ReadyAsync()));
        await ServedByAsync(Nodes);
    }

    /// <summary>The nodes but one.</summary>
    public IReadOnlyList<ClusterNode> But(ClusterNode node) => [.. Nodes.Where(other => other != node)];

    /// <summary>The answers of each node's <c>/health</c>; fails where one gives none.</summary>
    public async Task<JsonElement[]> HealthAsync() =>
        [.. (await Task.WhenAll(Nodes.Select(node => node.GetAsync("/health")))).Select(health => health ?? throw new InvalidOperationException("A node does not tell how it is."))];

    /// <summary>Ends when each of these nodes serves shards, and each shard is served by exactly one of them.</summary>
    public Task ServedByAsync(IReadOnlyList<ClusterNode> nodes, TimeSpan? within = null) => Until.TrueAsync(
        async () =>
        {
            var served = await Task.WhenAll(nodes.Select(node => node.ServedAsync()));
            return served.All(shards => shards.Length > 0) && served.SelectMany(shards => shards).Order().SequenceEqual(Enumerable.Range(0, Shards));
        },
        $"each shard is served by one of {string.Join(", ", nodes.Select(node => node.Name))}",
        within);

    /// <summary>The log, read past the product.</summary>
    public LogView OpenLog() => new(Servers?.OpenLog(Shards) ?? new SqliteRawLog(Path.Combine(Nodes[0].DataFolder, "log.db")), Shards);

    /// <summary>Where logs are kept.</summary>
    public string Folder => _folder.FullName;

    /// <summary>What a failed test should tell; the logs are kept from here on.</summary>
    public string Report(Exception failure)
    {
        _hasFailed = true;
        return $"{failure.Message}\nLogs are kept in {_folder.FullName}\n{string.Join("\n\n", Nodes.Select(node => node.Troubles(12)))}";
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        foreach (var node in Nodes)
        {
            node.Dispose();
        }

        if (Servers is not null)
        {
            await Servers.DisposeAsync();
        }

        if (!_hasFailed)
        {
            _folder.Delete(recursive: true);
        }
    }

    private Dictionary<string, string> Settings() => new(Servers?.Settings() ?? [])
    {
        ["Log__Shards"] = $"{Shards}",
        ["Auth__Mode"] = "Development",
        ["Jobs__Demo__TokensPerSecond"] = "10",
        ["Sessions__RetryDelay"] = "00:00:00.300",
        ["Sessions__HeartbeatInterval"] = "00:00:02",
        ["Shards__PointInterval"] = "00:00:03",
        ["Node__StreamDrainTime"] = "00:00:02",
    };
}
