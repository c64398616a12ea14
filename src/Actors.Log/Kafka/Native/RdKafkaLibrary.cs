using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Actors.Log.Kafka.Native;

/// <summary>
/// Finds librdkafka: the one that came with the program, or the system's. Nothing of it is touched before <see cref="Load"/>,
/// so a machine without it runs everything that is not Kafka.
/// </summary>
internal static class RdKafkaLibrary
{
    /// <summary>What the library is called where it is imported here.</summary>
    internal const string Name = "rdkafka";

    // Debian installs the versioned name only; the one without a version belongs to its development package.
    private const string SystemName = "librdkafka.so.1";

    private static readonly Lazy<bool> Resolver = new(SetResolvers);

    /// <summary>Loads the library once per process; called before the first client.</summary>
    /// <exception cref="LogUnavailableException">It is not installed.</exception>
    internal static void Load()
    {
        _ = Resolver.Value;
        try
        {
            Library.Load();
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new LogUnavailableException(
                "Kafka needs the library librdkafka, which is not on this machine or cannot be used; install it with: apt-get install librdkafka1", e);
        }
    }

    private static bool SetResolvers()
    {
        NativeLibrary.SetDllImportResolver(typeof(Library).Assembly, Resolve);
        NativeLibrary.SetDllImportResolver(typeof(RdKafkaLibrary).Assembly, Resolve);
        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        !name.Contains(Name, StringComparison.Ordinal) ? 0
        : NativeLibrary.TryLoad(name, assembly, path, out var bundled) ? bundled
        : NativeLibrary.TryLoad(SystemName, out var installed) ? installed
        : 0;
}
