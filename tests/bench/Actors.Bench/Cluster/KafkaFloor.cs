using System.Diagnostics;
using Actors.Bench.Load;
using Actors.Bench.Report;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Actors.Bench.Cluster;

/// <summary>What nothing on Kafka can be faster than: from produce to read-back by the client library alone.</summary>
internal static class KafkaFloor
{
    private const int Bytes = 300;

    // A broker that was just started compiles its code.
    private const double WarmUpSeconds = 10;

    // With less the client alone sends each of these records in a request of its own, and p50 is ten times as much.
    private const double Gathering = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Produces at a fixed rate and reads everything back.</summary>
    public static async Task<Measurement> MeasureAsync(ClusterServers servers, string scenario, double rate, double seconds, int partitions = 12)
    {
        var topic = servers.NextName();
        using (var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers.BootstrapServers }).Build())
            await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = -1 }]);
        var (warmUp, count) = ((int)(rate * WarmUpSeconds), (int)(rate * seconds));
        var latency = new Histogram();
        var reader = Task.Factory.StartNew(() => Read(servers.BootstrapServers, topic, partitions, warmUp, count, latency), TaskCreationOptions.LongRunning);
        using (var producer = new ProducerBuilder<Null, byte[]>(ProducerSettings(servers.BootstrapServers)).Build())
        {
            Send(producer, topic, partitions, warmUp, rate);
            Send(producer, topic, partitions, count, rate);
            producer.Flush(Patience);
        }
        await reader;
        return new Measurement(scenario, "kafka client", Figures(latency));
    }

    /// <summary>How a histogram is told.</summary>
    public static Dictionary<string, double> Figures(Histogram latency) => new()
    {
        ["records"] = latency.Count,
        ["p50 ms"] = latency.Percentile(.5),
        ["p90 ms"] = latency.Percentile(.9),
        ["p99 ms"] = latency.Percentile(.99),
    };

    private static ProducerConfig ProducerSettings(string servers) => new()
    {
        BootstrapServers = servers,
        EnableIdempotence = true,
        Acks = Acks.All,
        LingerMs = Gathering,
    };

    // On a schedule that does not wait: a record carries the time at which it was due.
    private static void Send(IProducer<Null, byte[]> producer, string topic, int partitions, int count, double rate)
    {
        var interval = Stopwatch.Frequency / rate;
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var due = started + (long)(i * interval);
            for (var left = due - Stopwatch.GetTimestamp(); left > 0; left = due - Stopwatch.GetTimestamp())
                Thread.Sleep(TimeSpan.FromTicks(Math.Max(1, left * TimeSpan.TicksPerSecond / Stopwatch.Frequency)));
            var value = new byte[Bytes];
            BitConverter.TryWriteBytes(value, due);
            producer.Produce(new TopicPartition(topic, i % partitions), new Message<Null, byte[]> { Value = value });
        }
    }

    private static void Read(string servers, string topic, int partitions, int warmUp, int count, Histogram latency)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = servers,
            GroupId = topic,
            EnableAutoCommit = false,
            FetchWaitMaxMs = 50,
        }).Build();
        consumer.Assign(Enumerable.Range(0, partitions).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        for (var seen = 0; seen < warmUp + count; seen++)
        {
            var record = consumer.Consume(Patience) ?? throw new TimeoutException("The floor's records did not come back.");
            var due = BitConverter.ToInt64(record.Message.Value);
            if (seen >= warmUp) latency.Record((long)Stopwatch.GetElapsedTime(due).TotalMicroseconds);
        }
    }
}
