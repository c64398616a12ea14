using System.Runtime.InteropServices;
using Actors.Log.Kafka.Native;
using Actors.Log.Kafka.Reads;

namespace Actors.Log.Kafka.Placing;

/// <summary>
/// The calls of librdkafka (its <c>rdkafka.h</c>, those that describe groups in 2.0 and later) that looking at a group needs.
/// Confluent's client of the pinned version has <c>rd_kafka_list_groups</c> only, which asks every broker and fails when one is down.
/// </summary>
internal static unsafe partial class RdGroup
{
    internal const int Settings = 104;
    internal const int Description = 0x4000;
    internal const int Topic = 2;
    internal const int AnyRequest = 0;

    private const string Library = RdKafkaLibrary.Name;

    [LibraryImport(Library, EntryPoint = "rd_kafka_AdminOptions_new")]
    internal static partial nint OptionsNew(nint client, int request);

    [LibraryImport(Library, EntryPoint = "rd_kafka_AdminOptions_set_request_timeout")]
    internal static partial int OptionsTimeout(nint options, int milliseconds, byte* error, nuint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_AdminOptions_destroy")]
    internal static partial void OptionsDestroy(nint options);

    [LibraryImport(Library, EntryPoint = "rd_kafka_ConfigResource_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint ResourceNew(int type, string name);

    [LibraryImport(Library, EntryPoint = "rd_kafka_ConfigResource_destroy")]
    internal static partial void ResourceDestroy(nint resource);

    [LibraryImport(Library, EntryPoint = "rd_kafka_DescribeConfigs")]
    internal static partial void DescribeSettings(nint client, nint* resources, nuint count, nint options, nint queue);

    [LibraryImport(Library, EntryPoint = "rd_kafka_DescribeConsumerGroups")]
    internal static partial void Describe(nint client, byte** groups, nuint count, nint options, nint queue);

    [LibraryImport(Library, EntryPoint = "rd_kafka_event_DescribeConsumerGroups_result")]
    internal static partial nint Result(nint happened);

    [LibraryImport(Library, EntryPoint = "rd_kafka_DescribeConsumerGroups_result_groups")]
    internal static partial nint* Groups(nint result, nuint* count);

    [LibraryImport(Library, EntryPoint = "rd_kafka_ConsumerGroupDescription_error")]
    internal static partial nint GroupError(nint group);

    [LibraryImport(Library, EntryPoint = "rd_kafka_ConsumerGroupDescription_state")]
    internal static partial int State(nint group);

    [LibraryImport(Library, EntryPoint = "rd_kafka_ConsumerGroupDescription_member_count")]
    internal static partial nuint MemberCount(nint group);

    [LibraryImport(Library, EntryPoint = "rd_kafka_ConsumerGroupDescription_member")]
    internal static partial nint Member(nint group, nuint index);

    [LibraryImport(Library, EntryPoint = "rd_kafka_MemberDescription_consumer_id")]
    internal static partial byte* MemberId(nint member);

    [LibraryImport(Library, EntryPoint = "rd_kafka_MemberDescription_assignment")]
    internal static partial nint Assignment(nint member);

    [LibraryImport(Library, EntryPoint = "rd_kafka_MemberAssignment_partitions")]
    internal static partial RdPartitionList* Partitions(nint assignment);
}
