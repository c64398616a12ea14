using Actors.Log.Kafka.Native;
using Actors.Log.Kafka;
using Actors.Log.Kafka.Reads;
using Actors.TestServers;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;

namespace Actors.Log.Tests.Kafka.Reads;

/// <summary>A topic that a plain producer writes, and a node's reads of it.</summary>
internal sealed class RawTopic : IAsyncDisposable
{
    private readonly IProducer<byte[], byte[]> _producer;
    private int _written;

    private RawTopic(KafkaLogOptions options)
    {
        Options = options;
        Reads = new KafkaReads(new KafkaClients(options, NullLogger.Instance), options, TimeProvider.System, NullLogger.Instance);
        _producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = options.BootstrapServers,
            EnableIdempotence = true,
            LingerMs = 1,
        }).Build();
    }

    internal KafkaLogOptions Options { get; }

    internal KafkaReads Reads { get; }

    /// <param name="server">The brokers.</param>
    /// <param name="shards">How many shards.</param>
    /// <param name="replicas">On how many brokers each is.</param>
    /// <param name="readers">How many readers serve pages.</param>
    /// <param name="on">The brokers on which the shards are, in turn, each on one; null leaves it to Kafka, which may leave one out that has just started.</param>
    internal static async Task<RawTopic> CreateAsync(KafkaServer server, int shards = 4, short replicas = 1, int readers = 4, int[]? on = null)
    {
        RdKafkaLibrary.Load();
        var name = $"r{Guid.NewGuid():N}";
        var options = new KafkaLogOptions
        {
            BootstrapServers = server.BootstrapServers,
            Topic = name,
            Group = name,
            ShardCount = shards,
            Readers = readers,
            TailRecords = 1024,
        };
        if (server.TryMakeTopic(name, shards))
        {
            return new RawTopic(options);
        }

        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = options.BootstrapServers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification
        {
            Name = name,
            NumPartitions = shards,
            ReplicationFactor = on is null ? replicas : (short)-1,
            ReplicasAssignments = on is null ? null : Enumerable.Range(0, shards).ToDictionary(shard => shard, shard => new List<int> { on[shard % on.Length] }),
        }]);
        return new RawTopic(options);
    }

    /// <summary>A record whose value begins with its number.</summary>
    internal static LogRecord Record(int number, int bytes = 300) =>
        Records.Event(7, number, $"user:u{number % 50}", $"{number}".PadRight(bytes), $"0-{number % 50:D32}");

    /// <summary>Writes records and returns when they are acknowledged; their offsets.</summary>
    internal async Task<long[]> WriteAsync(int shard, IEnumerable<LogRecord> records)
    {
        var writes = records.Select(record => _producer.ProduceAsync(new TopicPartition(Options.Topic, shard), RecordMessage.Of(record))).ToArray();
        return [.. (await Task.WhenAll(writes)).Select(r => r.Offset.Value)];
    }

    /// <summary>Writes so many more records.</summary>
    internal Task<long[]> WriteAsync(int shard, int count, int bytes = 300)
    {
        var from = _written;
        _written += count;
        return WriteAsync(shard, Enumerable.Range(from, count).Select(n => Record(n, bytes)));
    }

    /// <summary>Writes a record as somebody else would.</summary>
    internal async Task<long> WriteRawAsync(int shard, Message<byte[], byte[]> message) =>
        (await _producer.ProduceAsync(new TopicPartition(Options.Topic, shard), message)).Offset.Value;

    /// <summary>Removes what lies before an offset, as retention does.</summary>
    internal async Task RemoveAsync(int shard, long before)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Options.BootstrapServers }).Build();
        await admin.DeleteRecordsAsync([new TopicPartitionOffset(Options.Topic, shard, before)]);
    }

    /// <summary>Reads pages to the end of a shard.</summary>
    internal async Task<List<LogEntry>> ReadAllAsync(int shard, long from, int pageBytes)
    {
        var found = new List<LogEntry>();
        while (true)
        {
            var batch = await Reads.ReadAsync(shard, from, pageBytes, CancellationToken.None);
            batch.From.ShouldBe(from);
            if (batch.Next == from)
            {
                return found;
            }

            found.AddRange(batch.Entries.Span);
            from = batch.Next;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Reads.DisposeAsync();
        _producer.Dispose();
    }
}
