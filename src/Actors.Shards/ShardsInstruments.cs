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

    internal static readonly Counter<long> Takeovers =
        Meter.CreateCounter<long>("actors.shards.takeovers", "{claim}", "Shards recovered that somebody else, or an earlier life of this node, had served.");

    internal static readonly Histogram<double> RecoveryDuration =
        Meter.CreateHistogram<double>("actors.shards.recovery.duration", "s", "From a claim's acknowledgement to the first command handled.");

    internal static readonly Counter<long> RecoveryRecords =
        Meter.CreateCounter<long>("actors.shards.recovery.records", "{record}", "Records read to recover shards.");

    internal static readonly Histogram<double> ReleaseDuration =
        Meter.CreateHistogram<double>("actors.shards.release.duration", "s", "From the placement's word that it takes a shard away to its release.");

    internal static readonly ObservableGauge<long> Lag =
        Meter.CreateObservableGauge("actors.shards.lag", ShardGauge.Lags, "{record}", "How far an owner is behind its shard's end, by shard; 0 where it is owned elsewhere.");

    internal static readonly ObservableGauge<int> Jobs =
        Meter.CreateObservableGauge("actors.shards.jobs", ShardGauge.Jobs, "{job}", "Jobs of the owned shards by state: open, of them running (with an actor) and queued.");

    internal static readonly ObservableGauge<int> Expected =
        Meter.CreateObservableGauge("actors.shards.expected", ShardGauge.Expected, "{shard}", "Shards of the log, each of which should have an owner at some node.");

    internal static readonly ObservableGauge<int> Owned =
        Meter.CreateObservableGauge("actors.shards.owned", ShardGauge.Owned, "{shard}", "Owned shards, by their owner's state.");
}
