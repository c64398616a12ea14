using System.Runtime.InteropServices;
using Actors.Log.Kafka.Native;
using Confluent.Kafka;

namespace Actors.Log.Kafka.Reads;

/// <summary>
/// A client of librdkafka that reads single partitions of the topic into one queue, by its simple consumer: no group, no
/// coordinator. Starting, stopping and seeking may come from any thread; one thread takes. Dispose it when nobody uses it.
/// </summary>
internal sealed unsafe class ReadClient : SafeHandle
{
    private readonly string _topicName;
    private readonly LibraryLog _log;
    private GCHandle _self;
    private nint _topic;
    private nint _queue;

    /// <summary>Connects in the background.</summary>
    /// <exception cref="ArgumentException">librdkafka does not take a setting.</exception>
    internal ReadClient(KafkaClients clients, string topic, ConsumerConfig config)
        : base(0, ownsHandle: true)
    {
        (_topicName, _log) = (topic, clients.Log);
        // Without a group the client looks for no coordinator.
        var settings = config.Where(s => s.Key != "group.id" && !s.Key.StartsWith("dotnet.", StringComparison.Ordinal));
        var conf = RdConf.From(settings, clients);
        _self = GCHandle.Alloc(_log);
        RdLines.Send(conf, _self);
        try
        {
            SetHandle(RdConf.NewClient(RdKafka.Consumer, conf, clients));
        }
        catch (ArgumentException)
        {
            _self.Free();
            throw;
        }

        _topic = RdKafka.TopicNew(handle, topic, 0);
        _queue = RdReading.QueueNew(handle);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Begins to fetch a shard.</summary>
    internal void Start(int shard, long offset)
    {
        if (RdReading.ConsumeStart(_topic, shard, offset, _queue) != RdKafka.Ok)
        {
            throw new LogUnavailableException($"Shard {shard} of {_topicName} cannot be read.");
        }
    }

    /// <summary>Ends to fetch a shard. What was fetched and not taken is never given.</summary>
    internal void Stop(int shard) => _ = RdReading.ConsumeStop(_topic, shard);

    /// <summary>
    /// Goes on at another offset of a shard that was started, at once, without waiting. What was fetched before and not taken
    /// is never given.
    /// </summary>
    internal void Seek(int shard, long offset) => _ = RdReading.Seek(_topic, shard, offset, 0);

    /// <summary>Takes what was fetched, waiting for the first. Each must be given back by <see cref="Release"/>.</summary>
    internal int Take(RdMessage** into, int capacity, int milliseconds)
    {
        // A batch would wait until it is full.
        var first = RdReading.Consume(_queue, milliseconds);
        if (first is null)
        {
            return 0;
        }

        into[0] = first;
        return 1 + (int)Math.Max(0, RdReading.ConsumeBatch(_queue, 0, into + 1, (nuint)(capacity - 1)));
    }

    /// <summary>Ends a wait of <see cref="Take"/>.</summary>
    internal void Wake() => RdKafka.QueueYield(_queue);

    /// <summary>Frees a record of the library.</summary>
    internal static void Release(RdMessage* message) => RdReading.MessageDestroy(message);

    /// <summary>
    /// Asks the shards' leaders, one request each, for the first offset at or behind a time, or for an end of the shard
    /// (<see cref="RdReading.Latest"/>, <see cref="RdReading.Earliest"/>). Returns 0 or the library's error.
    /// </summary>
    internal int Ask(ReadOnlySpan<int> shards, long time, int milliseconds, Span<long> offsets)
    {
        var list = RdReading.ListNew(shards.Length);
        foreach (var shard in shards)
        {
            RdReading.ListAdd(list, _topicName, shard)->Offset = time;
        }

        var error = RdReading.OffsetsForTimes(handle, list, milliseconds);
        for (var i = 0; i < shards.Length && error == RdKafka.Ok; i++)
        {
            error = list->Items[i].Error;
            offsets[i] = list->Items[i].Offset;
        }

        RdReading.ListDestroy(list);
        if (error == RdKafka.Ok)
        {
            _log.Answered();
        }

        return error;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        RdKafka.QueueDestroy(_queue);
        RdKafka.TopicDestroy(_topic);
        RdKafka.Destroy(handle);
        _self.Free();
        return true;
    }
}
