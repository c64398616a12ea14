using System.Runtime.InteropServices;

namespace Actors.Log.Kafka.Reads;

/// <summary><c>rd_kafka_topic_partition_list_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct RdPartitionList
{
    internal int Count;
    internal int Size;
    internal RdPartition* Items;
}
