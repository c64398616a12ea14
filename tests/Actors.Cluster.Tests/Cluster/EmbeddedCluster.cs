namespace Actors.Cluster.Tests.Cluster;

/// <summary>One node on SQLite.</summary>
public sealed class EmbeddedCluster() : SharedCluster(ClusterShape.Embedded);
