using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Actors.Shards;

/// <summary>What the shards of this process count and trace, under the name <c>Actors.Shards</c>.</summary>
internal static class ShardsInstruments
{
    internal const string Name = "Actors.Shards";

    internal static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    internal static readonly Counter<long> Appended =
        Meter.CreateCounter<long>("actors.shards.appended", "{record}", "Records appended by owners.");

    internal static readonly Counter<long> Committed =
        Meter.CreateCounter<long>("actors.shards.committed", "{event}", "Events that came back valid and acknowledged.");

    internal static readonly Histogram<double> CommitDuration =
        Meter.CreateHistogram<double>("actors.shards.commit.duration", "s", "From an event's append to its read-back.");

    internal static readonly Counter<long> Commands =
        Meter.CreateCounter<long>("actors.shards.commands", "{command}", "Commands handled.");

    internal static readonly Counter<long> Refused =
        Meter.CreateCounter<long>("actors.shards.commands.refused", "{command}", "Commands that were garbage or refused.");

    internal static readonly Counter<long> Claims =
        Meter.CreateCounter<long>("actors.shards.claims", "{claim}", "Claims acknowledged.");

    internal static readonly Counter<long> Doubts =
        Meter.CreateCounter<long>("actors.shards.doubts", "{doubt}", "Times that an owner's appends came into doubt.");

    internal static readonly Counter<long> Superseded =
        Meter.CreateCounter<long>("actors.shards.superseded", "{claim}", "Times that another owner's claim ended an owner's.");

    internal static readonly Counter<long> Points =
        Meter.CreateCounter<long>("actors.shards.points", "{point}", "Recovery points committed.");

    internal static readonly Counter<long> JobFailures =
        Meter.CreateCounter<long>("actors.shards.jobs.failures", "{failure}", "Times that a job's actor failed.");
}
