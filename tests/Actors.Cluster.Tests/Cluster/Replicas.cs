using Actors.TestServers;
using Confluent.Kafka;

namespace Actors.Cluster.Tests.Cluster;

/// <summary>Looks at the topic's replicas.</summary>
internal static class Replicas
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Ends when every replica of every partition is in sync, so that the next broker may fail.</summary>
    public static Task InSyncAsync(ClusterServers servers) => Until.TrueAsync(
        () => Describe(servers).All(partition => partition.InSyncReplicas.Length == partition.Replicas.Length),
        "all replicas are in sync",
        TimeSpan.FromSeconds(90));

    /// <summary>The broker that leads most partitions.</summary>
    public static int BusiestBroker(ClusterServers servers) =>
        Describe(servers).GroupBy(partition => partition.Leader).MaxBy(group => group.Count())!.Key;

    private static List<PartitionMetadata> Describe(ClusterServers servers)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers.Kafka.BootstrapServers }).SetLogHandler(static (_, _) => { }).Build();
        try
        {
            return admin.GetMetadata(ClusterServers.Topic, Patience).Topics.Single().Partitions;
        }
        catch (KafkaException)
        {
            return [Nowhere];
        }
    }

    // While no broker answers, nothing is known to be in sync.
    private static PartitionMetadata Nowhere { get; } = new(0, 0, [0], [], new Error(ErrorCode.Local_AllBrokersDown));
}
