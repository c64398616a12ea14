using System.Diagnostics;
using System.Text;
using Actors.Log;
using Confluent.Kafka;

namespace Actors.Bench.Cluster;

/// <summary>Reads a topic of one partition with the client library alone, and appends a command as any producer may.</summary>
internal sealed class KafkaReader(string servers, string topic)
{
    private static readonly TimeSpan PollTime = TimeSpan.FromMilliseconds(100);

    /// <summary>Appends a command that publishes one event to a channel.</summary>
    public void SubmitChat(string channel)
    {
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = servers, Acks = Acks.All }).Build();
        producer.Produce(new TopicPartition(topic, 0), new Message<string, string>
        {
            Key = channel,
            Value = $$$"""{"type":"events.publish","user":"backend","channel":"{{{channel}}}","events":[{"type":"chat","id":"01900000-0000-7000-8000-000000000001","timestamp":"2026-01-01T00:00:00.000Z","v":1,"channel":"{{{channel}}}","text":"waited"}]}""",
            Headers = new Headers { { "kind", "command"u8.ToArray() } },
        });
        producer.Flush(PollTime * 100);
    }

    /// <summary>Waits for the first event of a channel. Returns when its claim was taken and when the event was, in the log's milliseconds, and the claim's offset.</summary>
    public Task<(long Claimed, long Answered, long Claim)> FirstAnswerAsync(string channel, TimeSpan within) => Task.Run(() =>
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = servers,
            GroupId = topic + "-reader",
            EnableAutoCommit = false,
            AutoOffsetReset = AutoOffsetReset.Error,
        }).Build();
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        var began = Stopwatch.GetTimestamp();
        var key = Encoding.UTF8.GetBytes(channel);
        var (claimed, claim) = (0L, -1L);
        while (Stopwatch.GetElapsedTime(began) < within)
        {
            if (consumer.Consume(PollTime) is not { } record || !record.Message.Headers.TryGetLastBytes("actors", out var header)) continue;
            var kind = RecordHeader.Read(header, string.Empty, default, new TextCache()).Kind;
            if (kind == RecordKind.Claim) (claimed, claim) = (record.Message.Timestamp.UnixTimestampMs, record.Offset);
            if (kind == RecordKind.Event && record.Message.Key.AsSpan().SequenceEqual(key)) return (claimed, record.Message.Timestamp.UnixTimestampMs, claim);
        }
        throw new TimeoutException($"No event of {channel} came within {within}.");
    });
}
