using System.Runtime.InteropServices;
using Actors.Log.Kafka.Native;

namespace Actors.Log.Kafka.Reads;

/// <summary>
/// The few calls of librdkafka (its <c>rdkafka.h</c>, all in 1.0 and later) that reading needs. Confluent's client copies and
/// allocates several times for each record, and has no way to say when to fetch; see <see cref="ReadClient"/>.
/// </summary>
internal static unsafe partial class RdReading
{
    internal const int OffsetOutOfRange = 1;
    internal const int PartitionEof = -191;
    internal const int AutoOffsetReset = -140;
    internal const long Latest = -1;
    internal const long Earliest = -2;
    internal const long End = -1;

    private const string Library = RdKafkaLibrary.Name;

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_new")]
    internal static partial nint QueueNew(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_consume_start_queue")]
    internal static partial int ConsumeStart(nint topic, int partition, long offset, nint queue);

    [LibraryImport(Library, EntryPoint = "rd_kafka_consume_stop")]
    internal static partial int ConsumeStop(nint topic, int partition);

    [LibraryImport(Library, EntryPoint = "rd_kafka_seek")]
    internal static partial int Seek(nint topic, int partition, long offset, int timeout);

    [LibraryImport(Library, EntryPoint = "rd_kafka_consume_queue")]
    internal static partial RdMessage* Consume(nint queue, int timeout);

    [LibraryImport(Library, EntryPoint = "rd_kafka_consume_batch_queue")]
    internal static partial nint ConsumeBatch(nint queue, int timeout, RdMessage** messages, nuint size);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_destroy")]
    internal static partial void MessageDestroy(RdMessage* message);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_timestamp")]
    [SuppressGCTransition]
    internal static partial long MessageTimestamp(RdMessage* message, int* type);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_headers")]
    internal static partial int MessageHeaders(RdMessage* message, nint* headers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_header_get_all")]
    [SuppressGCTransition]
    internal static partial int HeaderAt(nint headers, nuint index, byte** name, byte** value, nuint* size);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_partition_list_new")]
    internal static partial RdPartitionList* ListNew(int size);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_partition_list_add", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial RdPartition* ListAdd(RdPartitionList* list, string topic, int partition);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_partition_list_destroy")]
    internal static partial void ListDestroy(RdPartitionList* list);

    [LibraryImport(Library, EntryPoint = "rd_kafka_offsets_for_times")]
    internal static partial int OffsetsForTimes(nint client, RdPartitionList* list, int timeout);
}
