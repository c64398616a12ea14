namespace Actors.Cluster.Tests.Cluster;

/// <summary>Three nodes, one broker, Redis, PostgreSQL.</summary>
public sealed class OneBrokerCluster() : SharedCluster(ClusterShape.OneBroker);
