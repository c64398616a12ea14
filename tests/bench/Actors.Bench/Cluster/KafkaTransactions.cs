using System.Diagnostics;
using Actors.Bench.Load;
using Actors.Bench.Report;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Actors.Bench.Cluster;

/// <summary>What fencing by Kafka's transactions would cost an event: from produce to what a reader of committed records sees.</summary>
internal static class KafkaTransactions
{
    private const int Bytes = 200;
    private const int RecordsEach = 11;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Commits transactions one after the other, each of a few records.</summary>
    /// <param name="servers">The servers.</param>
    /// <param name="scenario">The scenario's name.</param>
    /// <param name="withOffsets">Whether the consumer's offsets go into the transaction, which is what fences a dead owner.</param>
    /// <param name="count">How many transactions.</param>
    public static async Task<Measurement> MeasureAsync(ClusterServers servers, string scenario, bool withOffsets, int count)
    {
        var topic = servers.NextName();
        using (var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers.BootstrapServers }).Build())
            await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = 1, ReplicationFactor = -1 }]);
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = servers.BootstrapServers,
            GroupId = topic,
            EnableAutoCommit = false,
            IsolationLevel = IsolationLevel.ReadCommitted,
            FetchWaitMaxMs = 50,
        }).Build();
        consumer.Subscribe(topic);
        while (consumer.Assignment.Count == 0) consumer.Consume(TimeSpan.FromMilliseconds(50));
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig
        {
            BootstrapServers = servers.BootstrapServers,
            TransactionalId = topic,
            LingerMs = 0,
        }).Build();
        producer.InitTransactions(Patience);
        var latency = new Histogram();
        for (var i = 0; i < count; i++) Commit(producer, consumer, topic, withOffsets, i < count / 10 ? null : latency);
        return new Measurement(scenario, withOffsets ? "transaction with offsets" : "transaction", KafkaFloor.Figures(latency));
    }

    private static void Commit(IProducer<Null, byte[]> producer, IConsumer<Ignore, byte[]> consumer, string topic, bool withOffsets, Histogram? latency)
    {
        var began = Stopwatch.GetTimestamp();
        producer.BeginTransaction();
        for (var i = 0; i < RecordsEach; i++) producer.Produce(topic, new Message<Null, byte[]> { Value = new byte[Bytes] });
        if (withOffsets)
            producer.SendOffsetsToTransaction([new TopicPartitionOffset(topic, 0, consumer.Position(new TopicPartition(topic, 0)) is { IsSpecial: false } at ? at : 0)], consumer.ConsumerGroupMetadata, Patience);
        producer.CommitTransaction(Patience);
        for (var seen = 0; seen < RecordsEach; seen++)
        {
            _ = consumer.Consume(Patience) ?? throw new TimeoutException("A committed record did not come.");
            latency?.Record((long)Stopwatch.GetElapsedTime(began).TotalMicroseconds);
        }
    }
}
