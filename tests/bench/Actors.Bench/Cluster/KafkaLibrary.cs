using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Actors.Bench.Cluster;

/// <summary>The system's librdkafka, for the bench's own clients.</summary>
internal static class KafkaLibrary
{
    /// <summary>Loads it.</summary>
    public static void Load() => Library.Load(NativeLibrary.TryLoad("librdkafka.so.1", out _) ? "librdkafka.so.1" : throw new InvalidOperationException(
        "librdkafka is not installed: apt-get install librdkafka1"));
}
