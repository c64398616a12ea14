namespace Actors.Log.Tests.Kafka;

/// <summary>The log on Kafka does what every log does.</summary>
[Trait("Server", "kafka")]
[Collection(KafkaCollection.Name)]
public sealed class KafkaLogContractTests(KafkaBroker broker) : DurableLogContract
{
    private KafkaNode _node = null!;

    public override async Task DisposeAsync() => await _node.DisposeAsync();

    protected override async Task<IDurableLog> CreateAsync(int shards)
    {
        _node = await KafkaNode.OwnAllAsync(KafkaNode.Fresh(broker, shards));
        return _node.Log;
    }

    protected override Task LeaveAsync() => _node.LeaveAsync();
}
