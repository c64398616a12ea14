using System.Runtime.InteropServices;

namespace Actors.Log.Kafka.Native;

/// <summary>Settings of a client of librdkafka, and the client that is made of them.</summary>
internal static unsafe class RdConf
{
    private const int ErrorSize = 512;

    /// <summary>A configuration, to be given to <see cref="NewClient"/>, which owns it from then on.</summary>
    /// <exception cref="ArgumentException">librdkafka does not take a setting.</exception>
    internal static nint From(IEnumerable<KeyValuePair<string, string>> settings, KafkaClients clients)
    {
        var conf = RdKafka.ConfNew();
        var error = stackalloc byte[ErrorSize];
        foreach (var (key, value) in settings)
        {
            if (RdKafka.ConfSet(conf, key, value, error, ErrorSize) != RdKafka.Ok)
            {
                throw Refused(conf, error, clients);
            }
        }

        return conf;
    }

    /// <summary>A client, which connects in the background; to be ended by <see cref="RdKafka.Destroy"/>.</summary>
    /// <exception cref="ArgumentException">The settings do not work together.</exception>
    internal static nint NewClient(int type, nint conf, KafkaClients clients)
    {
        var error = stackalloc byte[ErrorSize];
        var client = RdKafka.New(type, conf, error, ErrorSize);
        return client != 0 ? client : throw Refused(conf, error, clients);
    }

    /// <summary>A text of the library; it stays the library's.</summary>
    internal static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? string.Empty;

    /// <summary>What an error of the library means.</summary>
    internal static string Text(int error) => Text(RdKafka.ErrorText(error));

    private static ArgumentException Refused(nint conf, byte* error, KafkaClients clients)
    {
        RdKafka.ConfDestroy(conf);
        return new ArgumentException($"Kafka:Client does not work: {clients.Hide(Text(error))}");
    }
}
