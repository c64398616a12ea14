namespace Actors.Cluster.Tests.Cluster;

/// <summary>A cluster that the tests of a class share: each leaves it whole.</summary>
public abstract class SharedCluster : IAsyncLifetime
{
    private readonly ClusterShape _shape;
    private TestCluster? _cluster;

    private protected SharedCluster(ClusterShape shape) => _shape = shape;

    internal TestCluster Cluster => _cluster ?? throw new InvalidOperationException("The cluster has not been started.");

    public async Task InitializeAsync() => _cluster = await TestCluster.StartAsync(_shape);

    public async Task DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }
}
