namespace Actors.Log.Tests.Kafka;

/// <summary>The test classes that share a broker; they run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class KafkaCollection : ICollectionFixture<KafkaBroker>
{
    public const string Name = "kafka";
}
