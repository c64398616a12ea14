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
        Meter.CreateCounter<long>("actors.log.appended_bytes", "By", "Bytes of values of records that became durable.");

    internal static readonly Counter<long> Refused =
        Meter.CreateCounter<long>("actors.log.refused", "{record}", "Records that were refused or failed.");

    internal static readonly Histogram<double> CommitSeconds =
        Meter.CreateHistogram<double>("actors.log.commit", "s", "How long a group of records took to become durable.");

    internal static readonly Histogram<int> GroupSize =
        Meter.CreateHistogram<int>("actors.log.group", "{record}", "How many records became durable together.");

    internal static readonly Counter<long> Removed =
        Meter.CreateCounter<long>("actors.log.removed", "{record}", "Records that retention removed.");

    internal static readonly Counter<long> PagesRead =
        Meter.CreateCounter<long>("actors.log.pages_read", "{page}", "Pages that were read from the log's servers or files.");

    internal static readonly Counter<long> Seeks =
        Meter.CreateCounter<long>("actors.log.seeks", "{seek}", "Pages that did not go on where a reader stood.");

    internal static readonly Counter<long> RecordsRead =
        Meter.CreateCounter<long>("actors.log.records_read", "{record}", "Records that were read from the log's servers.");

    internal static readonly Counter<long> BytesRead =
        Meter.CreateCounter<long>("actors.log.bytes_read", "By", "Bytes of values of records that were read from the log's servers.");

    internal static readonly UpDownCounter<long> Readers =
        Meter.CreateUpDownCounter<long>("actors.log.readers", "{reader}", "Readers of pages that fetch from the log's servers, or did so a moment ago.");

    internal static readonly UpDownCounter<long> Tails =
        Meter.CreateUpDownCounter<long>("actors.log.tails", "{shard}", "Shards whose ends are fetched from the log's servers.");

    internal static readonly Counter<long> BoundsRounds =
        Meter.CreateCounter<long>("actors.log.bounds_rounds", "{round}", "Questions to the log's servers for how far shards reach, each for all who asked meanwhile.");
}
