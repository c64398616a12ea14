using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Actors.Log;

/// <summary>The instruments of this room, for every kind of log: one meter and one source of activities.</summary>
public static class LogTelemetry
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Actors.Log";

    internal static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    internal static readonly Counter<long> Appended =
        Meter.CreateCounter<long>("actors.log.appended", "{record}", "Records that became durable.");

    internal static readonly Counter<long> AppendedBytes =
        Meter.CreateCounter<long>("actors.log.appended_bytes", "By", "Bytes of records that became durable.");

    internal static readonly Counter<long> Refused =
        Meter.CreateCounter<long>("actors.log.refused", "{record}", "Records that were refused or failed.");

    internal static readonly Histogram<double> CommitSeconds =
        Meter.CreateHistogram<double>("actors.log.commit", "s", "How long a group of records took to become durable.");

    internal static readonly Histogram<int> GroupSize =
        Meter.CreateHistogram<int>("actors.log.group", "{record}", "How many records became durable together.");

    internal static readonly Counter<long> Removed =
        Meter.CreateCounter<long>("actors.log.removed", "{record}", "Records that retention removed.");
}
