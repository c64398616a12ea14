using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Actors.Log.Kafka.Placing;

/// <summary>
/// This node's place in the consumer group that owns the shards (KIP-429, incremental cooperative rebalancing). It reads
/// nothing: its partitions are paused, because while a shard is released the group's client waits in the library's callback, and
/// the owner must still read back what it writes. Heartbeats go on from the library's own thread meanwhile; but until this node
/// has released what it must, the group places nothing, neither a dead member's shards nor a new one's.
/// </summary>
internal sealed partial class Placement(
    KafkaClients clients, KafkaLogOptions options, GroupMember member, IShardHost host, TimeProvider time, ILogger logger, CancellationToken ct)
{
    private static readonly TimeSpan PollTime = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BeginAgainAfter = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<TopicPartition> _pausing = [];
    private bool _leaving;

    /// <summary>Takes part on a thread of its own until cancelled; ends when every shard was taken back and the group is left.</summary>
    internal Task RunAsync()
    {
        new Thread(Run) { Name = "kafka-placement", IsBackground = true }.Start();
        return _ended.Task;
    }

    private void Run()
    {
        try
        {
            while (!ct.IsCancellationRequested)
            {
                try
                {
                    Belong();
                }
                catch (KafkaException e)
                {
                    Log.Lost(logger, clients.Hide(e.Error.Reason));
                    LoseAll();
                    ct.WaitHandle.WaitOne(BeginAgainAfter);
                }
            }

            _ended.TrySetResult();
        }
#pragma warning disable CA1031 // A thread that nobody awaits must not end the process; who awaits the task hears of it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LoseAll();
            _ended.TrySetException(e);
        }
    }

    /// <summary>One membership, from joining to leaving.</summary>
    /// <exception cref="KafkaException">The client has broken for good; another can take its place.</exception>
    private void Belong()
    {
        var client = clients.Build(clients.Consumer(Settings())
            .SetPartitionsAssignedHandler((_, partitions) => Assigned(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => Revoked(partitions))
            .SetPartitionsLostHandler((_, partitions) => Lost(partitions))
            .Build);
        try
        {
            member.Join(client);
            client.Subscribe(options.Topic);
            while (!ct.IsCancellationRequested)
            {
                Poll(client);
            }

            // Close would wait for the host within one call that ends in the client's end, while owners still commit by it.
            _leaving = true;
            client.Unsubscribe();
            var began = time.GetTimestamp();
            while (member.Owned().Length > 0 && time.GetElapsedTime(began) < options.SessionTimeout)
            {
                Poll(client);
            }

            LoseAll();
        }
        finally
        {
            member.Leave();
            Close(client);
        }
    }

    private void Poll(IConsumer<byte[], byte[]> client)
    {
        try
        {
            // What was fetched before the pause came into force is nobody's: readers read by themselves.
            client.Consume(PollTime);
        }
        catch (ConsumeException e) when (!e.Error.IsFatal)
        {
            Log.Trouble(logger, e.Error.Code, clients.Hide(e.Error.Reason));
        }

        if (_pausing.Count > 0)
        {
            client.Pause(_pausing.Where(p => member.Has(p.Partition.Value)));
            _pausing.Clear();
        }
    }

    private void Close(IConsumer<byte[], byte[]> client)
    {
        try
        {
            client.Close();
        }
        catch (KafkaException e)
        {
            Log.Trouble(logger, e.Error.Code, clients.Hide(e.Error.Reason));
        }
        finally
        {
            client.Dispose();
        }
    }

    private ConsumerConfig Settings()
    {
        var config = clients.Member();
        // Little is fetched before a new partition's pause comes into force.
        (config.FetchMaxBytes, config.MaxPartitionFetchBytes, config.MessageMaxBytes) = (1024, 1024, 1024);
        (config.QueuedMinMessages, config.QueuedMaxMessagesKbytes) = (1, 1);
        return config;
    }

    private IEnumerable<TopicPartitionOffset> Assigned(List<TopicPartition> partitions)
    {
        foreach (var shard in partitions.Select(p => p.Partition.Value))
        {
            member.Set(shard, owned: true);
            host.Assigned(shard);
        }

        Log.Assigned(logger, string.Join(' ', partitions.Select(p => p.Partition.Value)));
        clients.Answered();
        _pausing.AddRange(partitions);
        return partitions.Select(p => new TopicPartitionOffset(p, Offset.End));
    }

    private void Revoked(List<TopicPartitionOffset> partitions)
    {
        var shards = partitions.Select(p => p.Partition.Value).ToArray();
        Log.Revoked(logger, string.Join(' ', shards), _leaving ? "this node leaves" : "they move to another node");
        // Who leaves may do so in the middle of a join; else shards are taken in answer to one.
        member.Give(hasJoined: !_leaving);
        using var given = new ManualResetEventSlim();
        _ = GiveAsync(shards, given);
        given.Wait(CancellationToken.None);
        member.Given();
        foreach (var shard in shards)
        {
            member.Set(shard, owned: false);
        }
    }

    private async Task GiveAsync(int[] shards, ManualResetEventSlim given)
    {
        try
        {
            await Task.WhenAll(shards.Select(shard => host.RevokedAsync(shard, CancellationToken.None)));
        }
#pragma warning disable CA1031 // Whatever a host does, the shards must move on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.HostFailed(logger, e);
        }

        given.Set();
    }

    private void Lost(List<TopicPartitionOffset> partitions)
    {
        Log.Silent(logger, string.Join(' ', partitions.Select(p => p.Partition.Value)));
        foreach (var shard in partitions.Select(p => p.Partition.Value))
        {
            member.Set(shard, owned: false);
            host.Lost(shard);
        }
    }

    private void LoseAll()
    {
        foreach (var shard in member.Owned())
        {
            member.Set(shard, owned: false);
            host.Lost(shard);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(50, LogLevel.Information, "Shards placed on this node: {Shards}")]
        internal static partial void Assigned(ILogger logger, string shards);

        [LoggerMessage(51, LogLevel.Information, "Shards taken from this node: {Shards}; {Why}.")]
        internal static partial void Revoked(ILogger logger, string shards, string why);

        [LoggerMessage(52, LogLevel.Warning, "This node was not heard by Kafka's group; others may own its shards now: {Shards}")]
        internal static partial void Silent(ILogger logger, string shards);

        [LoggerMessage(53, LogLevel.Error, "Kafka's group client broke and is replaced: {Reason}")]
        internal static partial void Lost(ILogger logger, string reason);

        [LoggerMessage(54, LogLevel.Debug, "Kafka's group client: {Code}: {Reason}")]
        internal static partial void Trouble(ILogger logger, ErrorCode code, string reason);

        [LoggerMessage(55, LogLevel.Error, "A shard could not be given back in order.")]
        internal static partial void HostFailed(ILogger logger, Exception cause);
    }
}
