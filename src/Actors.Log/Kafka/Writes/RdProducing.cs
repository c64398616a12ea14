using System.Runtime.InteropServices;
using Actors.Log.Kafka.Native;

namespace Actors.Log.Kafka.Writes;

/// <summary>
/// The few calls of librdkafka (its <c>rdkafka.h</c>, all in 1.5 and later) that writing needs. Confluent's client allocates
/// 1.5 KB for each record and takes a lock, a handle and a callback for each report; these come in batches.
/// </summary>
internal static unsafe partial class RdProducing
{
    internal const int DeliveryReports = 0x1;
    internal const int LogLine = 0x4;
    internal const int Error = 0x8;
    internal const int CopyValue = 0x2;
    internal const int PurgeQueued = 0x1;
    internal const int PurgeInFlight = 0x2;
    internal const int Fatal = -150;

    private const string Library = RdKafkaLibrary.Name;

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_events")]
    internal static partial void ConfSetEvents(nint conf, int events);

    [LibraryImport(Library, EntryPoint = "rd_kafka_set_log_queue")]
    internal static partial int SetLogQueue(nint client, nint queue);

    [LibraryImport(Library, EntryPoint = "rd_kafka_produceva")]
    internal static partial nint Produce(nint client, RdArgument* arguments, nuint count);

    [LibraryImport(Library, EntryPoint = "rd_kafka_flush")]
    internal static partial int Flush(nint client, int milliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_purge")]
    internal static partial int Purge(nint client, int what);

    [LibraryImport(Library, EntryPoint = "rd_kafka_test_fatal_error", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int TestFatalError(nint client, int error, string reason);

    [LibraryImport(Library, EntryPoint = "rd_kafka_event_message_array")]
    internal static partial nuint EventMessages(nint happened, RdReport** reports, nuint size);

    [LibraryImport(Library, EntryPoint = "rd_kafka_event_message_count")]
    [SuppressGCTransition]
    internal static partial nuint EventMessageCount(nint happened);

    [LibraryImport(Library, EntryPoint = "rd_kafka_event_log")]
    internal static partial int EventLog(nint happened, byte** facility, byte** text, int* level);

    [LibraryImport(Library, EntryPoint = "rd_kafka_event_error_string")]
    internal static partial byte* EventErrorText(nint happened);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_is_fatal")]
    internal static partial int ErrorIsFatal(nint error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_destroy")]
    internal static partial void ErrorDestroy(nint error);
}
