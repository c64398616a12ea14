using Confluent.Kafka;

namespace Actors.Log.Kafka.Writes;

/// <summary>Sends through the client library's producer.</summary>
internal sealed class ClientSender : IRecordSender
{
    private readonly KafkaClients _clients;
    private readonly ISenderEvents _events;
    private readonly TopicPartition[] _shards;
    private readonly IProducer<byte[], byte[]> _producer;

    internal ClientSender(KafkaClients clients, KafkaLogOptions options, ISenderEvents events)
    {
        (_clients, _events) = (clients, events);
        _shards = [.. Enumerable.Range(0, options.ShardCount).Select(shard => new TopicPartition(options.Topic, shard))];
        _producer = clients.Producer(error => events.Broken(this, clients.Hide(error.Reason)));
    }

    /// <inheritdoc/>
    public bool TrySend(PendingRecord record)
    {
        try
        {
            _producer.Produce(_shards[record.Shard], RecordMapping.ToMessage(record.Record), report => Report(record, report));
            return true;
        }
        catch (ProduceException<byte[], byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
        catch (KafkaException e)
        {
            throw new LogUnavailableException($"Kafka does not take the record: {_clients.Hide(e.Error.Reason)}");
        }
    }

    /// <inheritdoc/>
    public void Close(TimeSpan within)
    {
        _producer.Flush(within);
        _producer.Dispose();
    }

    private void Report(PendingRecord record, DeliveryReport<byte[], byte[]> report)
    {
        if (report.Error.IsError)
        {
            _events.Failed(record, _clients.Hide(report.Error.Reason));
            return;
        }

        _clients.Answered();
        _events.Acknowledged(record, report.Offset.Value);
    }
}
