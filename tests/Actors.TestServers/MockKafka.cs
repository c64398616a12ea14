using System.Runtime.InteropServices;
using System.Text;

namespace Actors.TestServers;

/// <summary>
/// librdkafka's mock cluster: brokers within this process, on free loopback ports, that forget all when they are disposed of.
/// It takes and gives records, and knows consumer groups and their offsets. It has no admin requests, so no settings of topics and
/// nothing removed from them; it finds no offset by a time, keeps the last 5 MiB of a partition, lets the first member of a group
/// wait 3 s and those that follow almost as long as a session.
/// </summary>
public sealed partial class MockKafka : IAsyncDisposable
{
    private const int Producer = 0;
    private const int TextSize = 512;
    private const int IdSize = 32;
    // Debian installs the versioned name only.
    private const string Library = "librdkafka.so.1";

    private readonly nint _client;
    private readonly nint _cluster;
    private int _disposed;

    private MockKafka(nint client, nint cluster) => (_client, _cluster) = (client, cluster);

    /// <summary>The brokers, as <c>host:port,…</c>.</summary>
    public string BootstrapServers => Marshal.PtrToStringUTF8(Bootstraps(_cluster))!;

    /// <summary>Starts a cluster.</summary>
    /// <exception cref="ServerUnavailableException">librdkafka is not installed.</exception>
    public static MockKafka Start(int brokers = 1)
    {
        if (!NativeLibrary.TryLoad(Library, out _))
        {
            throw new ServerUnavailableException("librdkafka is not installed (apt-get install librdkafka1).");
        }

        var text = new byte[TextSize];
        var conf = ConfNew();
        // Else it warns that it has no brokers to go to.
        var client = ConfSet(conf, "log_level", "4", text, TextSize) == 0 ? New(Producer, conf, text, TextSize) : 0;
        if (client == 0)
        {
            throw new InvalidOperationException($"librdkafka makes no client: {Encoding.UTF8.GetString(text).TrimEnd('\0')}");
        }

        var cluster = ClusterNew(client, brokers);
        if (cluster == 0)
        {
            Destroy(client);
            throw new InvalidOperationException("librdkafka starts no mock cluster.");
        }

        NameController(client, cluster);
        return new MockKafka(client, cluster);
    }

    /// <summary>Makes a topic. One that is not made has four partitions as soon as a client asks where it is.</summary>
    public void Create(string topic, int partitions)
    {
        var error = TopicCreate(_cluster, topic, partitions, 1);
        if (error != 0)
        {
            throw new InvalidOperationException($"The mock cluster does not make topic {topic} with {partitions} partitions: error {error}.");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            ClusterDestroy(_cluster);
            Destroy(_client);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Makes the first broker the controller. The library has no call for it and says that 0 is, which is none of its brokers:
    /// whoever asks for a topic's settings would wait for that one in vain. The number has stood behind the cluster's id and
    /// client from 1.6 to 2.12 at least.
    /// </summary>
    private static void NameController(nint client, nint cluster)
    {
        if (Marshal.ReadIntPtr(cluster, IdSize) != client || Marshal.ReadInt32(cluster, IdSize + nint.Size) != 0)
        {
            throw new InvalidOperationException("This librdkafka's mock cluster is another than the one that is known here (1.6 to 2.12).");
        }

        Marshal.WriteInt32(cluster, IdSize + nint.Size, 1);
    }

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_new")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ConfNew();

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ConfSet(nint conf, string name, string value, [Out] byte[] error, nuint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_new")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint New(int type, nint conf, [Out] byte[] error, nuint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void Destroy(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_new")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ClusterNew(nint client, int brokers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void ClusterDestroy(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Bootstraps(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int TopicCreate(nint cluster, string topic, int partitions, int replicas);
}
