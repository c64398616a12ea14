using Actors.Log.Kafka;
using Actors.Log.Kafka.Native;
using Actors.TestServers;
using Confluent.Kafka;

namespace Actors.Log.Tests.Kafka.Placing;

/// <summary>The consumer group as somebody sees it, or takes part in it, who knows nothing of this log.</summary>
internal static class Group
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>What the coordinator says of it.</summary>
    internal static GroupInfo Look(KafkaLogOptions options)
    {
        RdKafkaLibrary.Load();
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = options.BootstrapServers }).Build();
        return admin.ListGroup(options.Group, Patience);
    }

    /// <summary>Which broker coordinates it; null while that is being settled.</summary>
    internal static int? Coordinator(KafkaLogOptions options)
    {
        try
        {
            return Look(options)?.Broker.BrokerId;
        }
        catch (KafkaException)
        {
            return null;
        }
    }

    /// <summary>Ends when the coordinator calls its state so.</summary>
    internal static Task IsAsync(KafkaLogOptions options, string state) =>
        Until.TrueAsync(() => Look(options).State == state, $"the group is {state}");

    /// <summary>A shard's committed offset.</summary>
    internal static Offset Committed(KafkaLogOptions options, int shard)
    {
        using var consumer = Member(options);
        return consumer.Committed([new TopicPartition(options.Topic, shard)], Patience)[0].Offset;
    }

    /// <summary>Joins as a node does, gets shards, and dies without a word.</summary>
    internal static void JoinAndDie(KafkaLogOptions options)
    {
        // What is disposed of without being closed leaves no group.
        using var consumer = Member(options);
        consumer.Subscribe(options.Topic);
        var began = TimeProvider.System.GetTimestamp();
        while (consumer.Assignment.Count == 0)
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(Patience, "the member is given shards");
            consumer.Consume(TimeSpan.FromMilliseconds(50));
        }
    }

    private static IConsumer<byte[], byte[]> Member(KafkaLogOptions options)
    {
        RdKafkaLibrary.Load();
        return new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = options.BootstrapServers,
            GroupId = options.Group,
            EnableAutoCommit = false,
            SessionTimeoutMs = (int)options.SessionTimeout.TotalMilliseconds,
            HeartbeatIntervalMs = (int)options.HeartbeatInterval.TotalMilliseconds,
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        }).Build();
    }
}
