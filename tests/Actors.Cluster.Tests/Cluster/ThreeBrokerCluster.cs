namespace Actors.Cluster.Tests.Cluster;

/// <summary>Three nodes, three brokers, Redis, PostgreSQL.</summary>
public sealed class ThreeBrokerCluster() : SharedCluster(ClusterShape.ThreeBrokers);
