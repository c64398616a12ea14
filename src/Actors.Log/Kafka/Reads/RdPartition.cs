using System.Runtime.InteropServices;

namespace Actors.Log.Kafka.Reads;

/// <summary><c>rd_kafka_topic_partition_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RdPartition
{
    internal nint Topic;
    internal int Shard;
    internal long Offset;
    internal nint Metadata;
    internal nuint MetadataSize;
    internal nint Opaque;
    internal int Error;
    internal nint Private;
}
