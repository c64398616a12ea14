namespace Actors.Cluster.Tests.Cluster;

/// <summary>What a cluster is made of.</summary>
/// <param name="Nodes">How many processes of the service.</param>
/// <param name="Brokers">How many Kafka brokers; 0: one node on SQLite, with nothing beside it.</param>
internal sealed record ClusterShape(int Nodes, int Brokers)
{
    public static ClusterShape Embedded { get; } = new(1, 0);

    public static ClusterShape OneBroker { get; } = new(3, 1);

    public static ClusterShape ThreeBrokers { get; } = new(3, 3);
}
