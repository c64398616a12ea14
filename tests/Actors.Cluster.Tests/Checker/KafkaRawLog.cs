using System.Text;
using Confluent.Kafka;

namespace Actors.Cluster.Tests.Checker;

/// <summary>Reads the topic with a consumer that belongs to no group.</summary>
internal sealed class KafkaRawLog : IRawLog
{
    private const string OurHeader = "actors";
    private const string KindHeader = "kind";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(50);

    private readonly IConsumer<byte[]?, byte[]?> _consumer;
    private readonly TopicPartition[] _partitions;
    private readonly long[] _next;

    public KafkaRawLog(string servers, string topic, int shards)
    {
        _consumer = new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig
        {
            BootstrapServers = servers,
            GroupId = "checker",
            EnableAutoCommit = false,
            AutoOffsetReset = AutoOffsetReset.Error,
            FetchWaitMaxMs = 20,
        }).SetLogHandler(static (_, _) => { }).Build();
        _partitions = [.. Enumerable.Range(0, shards).Select(shard => new TopicPartition(topic, shard))];
        _next = new long[shards];
        _consumer.Assign(_partitions.Select(partition => new TopicPartitionOffset(partition, 0)));
    }

    public IEnumerable<RawRecord> ReadNew()
    {
        var ends = Array.ConvertAll(_partitions, EndOf);
        var began = TimeProvider.System.GetTimestamp();
        while (_next.Zip(ends).Any(pair => pair.First < pair.Second))
        {
            if (Consume() is not { } result)
            {
                if (TimeProvider.System.GetElapsedTime(began) > Patience)
                {
                    throw new TimeoutException($"The log's end was not reached: at [{string.Join(' ', _next)}] of [{string.Join(' ', ends)}].");
                }

                continue;
            }

            _next[result.Partition] = result.Offset + 1;
            if (HeaderOf(result.Message.Headers) is { } header)
            {
                yield return new RawRecord(
                    result.Partition,
                    result.Offset,
                    result.Message.Timestamp.UnixTimestampMs,
                    Encoding.UTF8.GetString(result.Message.Key ?? []),
                    header,
                    result.Message.Value ?? []);
            }
        }
    }

    public void Dispose()
    {
        _consumer.Close();
        _consumer.Dispose();
    }

    // While brokers come and go the client may ask one that leads no more; what it does not get now comes later.
    private long EndOf(TopicPartition partition)
    {
        for (var began = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                return _consumer.QueryWatermarkOffsets(partition, Patience).High;
            }
            catch (KafkaException) when (TimeProvider.System.GetElapsedTime(began) < Patience)
            {
                Thread.Sleep(RetryPause);
            }
        }
    }

    private ConsumeResult<byte[]?, byte[]?>? Consume()
    {
        try
        {
            return _consumer.Consume(TimeSpan.FromMilliseconds(200));
        }
        catch (ConsumeException e) when (!e.Error.IsFatal)
        {
            return null;
        }
    }

    // Somebody else's record is a command if it says so, and nothing otherwise.
    private static RawHeader? HeaderOf(Headers headers) =>
        headers.TryGetLastBytes(OurHeader, out var ours) ? RawHeader.Parse(ours)
        : headers.TryGetLastBytes(KindHeader, out var kind) && kind.AsSpan().SequenceEqual("command"u8) ? RawHeader.ForeignCommand
        : null;
}
