using Actors.Log.Kafka.Native;
using Actors.Log.Kafka;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Actors.Log.Tests.Kafka;

/// <summary>The topic as somebody sees it who knows nothing of this log.</summary>
internal static class Topic
{
    /// <summary>Everything that stands in a shard.</summary>
    internal static List<ConsumeResult<byte[], byte[]>> ReadAll(KafkaLogOptions options, int shard)
    {
        RdKafkaLibrary.Load();
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = options.BootstrapServers,
            GroupId = "test-reader",
            EnableAutoCommit = false,
            EnablePartitionEof = true,
        }).Build();
        consumer.Assign(new TopicPartitionOffset(options.Topic, shard, Offset.Beginning));
        var found = new List<ConsumeResult<byte[], byte[]>>();
        while (consumer.Consume(TimeSpan.FromSeconds(20)) is var next)
        {
            next.ShouldNotBeNull("the end of the shard within 20 s");
            if (next.IsPartitionEOF)
            {
                return found;
            }

            found.Add(next);
        }

        return found;
    }

    /// <summary>The records of a shard, as the log reads them.</summary>
    internal static List<LogEntry> Records(KafkaLogOptions options, int shard)
    {
        var texts = new TextCache();
        return [.. ReadAll(options, shard)
            .Select(r => (r, Record: RecordMapping.ToRecord(r.Message, texts)))
            .Where(r => r.Record is not null)
            .Select(r => new LogEntry(r.r.Offset.Value, r.r.Message.Timestamp.UnixTimestampMs, r.Record!))];
    }

    /// <summary>Makes a topic with settings of one's own.</summary>
    internal static async Task CreateAsync(KafkaLogOptions options, int partitions, params (string Key, string Value)[] settings)
    {
        RdKafkaLibrary.Load();
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = options.BootstrapServers }).Build();
        await admin.CreateTopicsAsync(
        [
            new TopicSpecification
            {
                Name = options.Topic,
                NumPartitions = partitions,
                ReplicationFactor = 1,
                Configs = settings.ToDictionary(s => s.Key, s => s.Value),
            },
        ]);
    }

    /// <summary>A topic's settings.</summary>
    internal static async Task<Dictionary<string, string>> DescribeAsync(KafkaLogOptions options)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = options.BootstrapServers }).Build();
        var found = await admin.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = options.Topic }]);
        return found[0].Entries.ToDictionary(e => e.Key, e => e.Value.Value);
    }

    /// <summary>Removes what stands before an offset, as retention does.</summary>
    internal static void DeleteBefore(KafkaLogOptions options, int shard, long offset)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = options.BootstrapServers }).Build();
        admin.DeleteRecordsAsync([new TopicPartitionOffset(options.Topic, shard, offset)]).GetAwaiter().GetResult();
    }

    /// <summary>Writes what is no record.</summary>
    internal static void Produce(KafkaLogOptions options, int shard, string value, params (string Name, byte[] Value)[] headers)
    {
        RdKafkaLibrary.Load();
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = options.BootstrapServers }).Build();
        var message = new Message<byte[], byte[]> { Key = "user:u"u8.ToArray(), Value = System.Text.Encoding.UTF8.GetBytes(value), Headers = [] };
        foreach (var (name, bytes) in headers)
        {
            message.Headers.Add(name, bytes);
        }

        producer.Produce(new TopicPartition(options.Topic, shard), message);
        producer.Flush(TimeSpan.FromSeconds(20)).ShouldBe(0);
    }
}
