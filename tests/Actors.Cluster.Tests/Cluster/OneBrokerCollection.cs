namespace Actors.Cluster.Tests.Cluster;

/// <summary>The classes that share one cluster of one broker.</summary>
[CollectionDefinition("one broker")]
public sealed class OneBrokerCollection : ICollectionFixture<OneBrokerCluster>;
