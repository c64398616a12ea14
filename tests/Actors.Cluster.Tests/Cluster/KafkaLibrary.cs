using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Actors.Cluster.Tests.Cluster;

/// <summary>Lets the client find Debian's library.</summary>
internal static class KafkaLibrary
{
    [ModuleInitializer]
    internal static void Find() => NativeLibrary.SetDllImportResolver(
        typeof(Library).Assembly,
        static (name, assembly, path) => name.Contains("rdkafka", StringComparison.Ordinal) ? NativeLibrary.Load("librdkafka.so.1", assembly, path) : nint.Zero);
}
