using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Actors.History;

/// <summary>The instruments of this room.</summary>
public static class HistoryTelemetry
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Actors.History";

    internal static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    internal static readonly Counter<long> Applied =
        Meter.CreateCounter<long>("actors.history.applied", "{record}", "Records that the history has seen.");

    internal static readonly Histogram<double> WriteSeconds =
        Meter.CreateHistogram<double>("actors.history.write", "s", "How long it took to store a group of changes.");

    internal static readonly ObservableGauge<int> Up =
        Meter.CreateObservableGauge("actors.history.up", HistoryGauge.Up, description: "1 while the history's store takes what is seen.");

    internal static readonly ObservableGauge<long> Behind =
        Meter.CreateObservableGauge("actors.history.behind", HistoryGauge.Behind, "{record}", "How many records of a shard that this node follows are not stored yet.");

    internal static readonly Counter<long> Superseded =
        Meter.CreateCounter<long>("actors.history.superseded", "{shard}", "Shards that another node had stored further, so that this one began again.");

    internal static readonly Histogram<double> QuestionSeconds =
        Meter.CreateHistogram<double>("actors.history.question", "s", "How long a question took.");
}
