using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Actors.Bench.Cluster;

/// <summary>The system's librdkafka, for the bench's own clients.</summary>
internal static class KafkaLibrary
{
    private const string FileName = "librdkafka.so.1";

    /// <summary>Lets the client library find it. Once in a process, before the first client.</summary>
    public static void Load() => NativeLibrary.SetDllImportResolver(
        typeof(Library).Assembly,
        (name, _, _) => name.Contains("rdkafka", StringComparison.Ordinal) && NativeLibrary.TryLoad(FileName, out var library) ? library : IntPtr.Zero);
}
