using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Actors.Log.Kafka.Native;

/// <summary>Brings the lines that a client of librdkafka logs to the log of the library, for clients without a queue for them.</summary>
internal static unsafe partial class RdLines
{
    private const string Library = RdKafkaLibrary.Name;

    /// <summary>A client made of this configuration logs there. The handle is of a <see cref="LibraryLog"/> and outlives the client.</summary>
    internal static void Send(nint conf, GCHandle log)
    {
        ConfSetOpaque(conf, GCHandle.ToIntPtr(log));
        ConfSetLog(conf, &OnLine);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLine(nint client, int level, byte* facility, byte* line) =>
        ((LibraryLog)GCHandle.FromIntPtr(Opaque(client)).Target!).Line(
            new LogMessage(string.Empty, (SyslogLevel)level, RdConf.Text(facility), RdConf.Text(line)));

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_opaque")]
    private static partial void ConfSetOpaque(nint conf, nint opaque);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_log_cb")]
    private static partial void ConfSetLog(nint conf, delegate* unmanaged[Cdecl]<nint, int, byte*, byte*, void> log);

    [LibraryImport(Library, EntryPoint = "rd_kafka_opaque")]
    private static partial nint Opaque(nint client);
}
