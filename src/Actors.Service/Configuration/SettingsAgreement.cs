using Actors.Log;

namespace Actors.Service.Configuration;

/// <summary>What settings of different rooms must hold together. Each room looks at its own before. Pure.</summary>
internal static class SettingsAgreement
{
    /// <summary>A character beyond U+FFFF has 4 bytes in UTF-8 and 12 in JSON; most others have as many in both.</summary>
    private const int EscapedFactor = 3;

    /// <summary>What a job's snapshot says beside its texts.</summary>
    private const int SnapshotBytes = 16 * 1024;

    /// <summary>What else happens while shards are given away.</summary>
    private static readonly TimeSpan HandoverMargin = TimeSpan.FromSeconds(15);

    /// <summary>A sentence for the first disagreement; null where there is none.</summary>
    public static string? Fault(ServiceSettings settings) =>
        SnapshotFault(settings) ?? EventsFault(settings) ?? PendingFault(settings) ?? DrainFault(settings);

    private static string? SnapshotFault(ServiceSettings settings)
    {
        var (jobs, record) = (settings.Jobs, settings.Shards.MaxRecordBytes);
        var most = (record - SnapshotBytes) / EscapedFactor;
        var texts = (long)jobs.MaxPromptBytes + jobs.MaxOutputBytes;
        return texts <= most ? null
            : $"Jobs:MaxPromptBytes and Jobs:MaxOutputBytes are {texts} together but must be at most {most}, or a job would not fit a record of Shards:MaxRecordBytes, {record}.";
    }

    // Beyond the events at which it holds, a job emits those that end it.
    private static string? EventsFault(ServiceSettings settings)
    {
        var most = settings.Shards.MaxUnackedEventsPerJob / 2;
        return settings.Jobs.MaxUnackedEventsPerJob <= most ? null
            : $"Jobs:MaxUnackedEventsPerJob is {settings.Jobs.MaxUnackedEventsPerJob} but must be at most {most}, half of Shards:MaxUnackedEventsPerJob, at which a job is ended.";
    }

    // A record that is larger than what may wait would be refused for ever, as if it were only too early.
    private static string? PendingFault(ServiceSettings settings)
    {
        const long Least = LogRecord.MaxValueBytes + (64 * 1024);
        var (key, pending) = settings.Stores.Log == LogKind.Kafka
            ? ("Kafka:MaxPendingBytes", settings.Stores.Kafka.MaxPendingBytes)
            : ("Log:MaxPendingBytes", settings.Stores.SqliteLog.MaxPendingBytes);
        return pending >= Least ? null : $"{key} is {pending} but must be at least {Least}, the largest record.";
    }

    private static string? DrainFault(ServiceSettings settings)
    {
        var most = settings.Stores.Kafka.MaxPollInterval - HandoverMargin;
        var together = settings.Shards.DrainTimeout + settings.Shards.LeaveTimeout;
        return settings.Stores.Log != LogKind.Kafka || together <= most ? null
            : $"Shards:DrainTimeout and Shards:LeaveTimeout are {together} together but must be at most {most} with Log:Kind=kafka, or the group takes the node for dead.";
    }
}
