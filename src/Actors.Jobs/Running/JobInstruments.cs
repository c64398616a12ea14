using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Actors.Jobs.Running;

/// <summary>The meter and the activity source of this room: <c>Actors.Jobs</c>.</summary>
internal static class JobInstruments
{
    internal const string Name = "Actors.Jobs";

    internal static readonly ActivitySource Activities = new(Name);

    private static readonly Meter Meter = new(Name);

    internal static readonly Counter<long> Runs = Meter.CreateCounter<long>("actors.jobs.runs", "{run}", "Runs of handlers that began.");
    internal static readonly Counter<long> Ended = Meter.CreateCounter<long>("actors.jobs.ended", "{job}", "Jobs that ended, by outcome.");
    internal static readonly Counter<long> Retries = Meter.CreateCounter<long>("actors.jobs.retries", "{retry}", "Failed runs that are tried again.");
    internal static readonly Counter<long> Abandoned = Meter.CreateCounter<long>("actors.jobs.abandoned", "{run}", "Runs that did not end when told to.");
    internal static readonly UpDownCounter<long> Running = Meter.CreateUpDownCounter<long>("actors.jobs.running", "{run}", "Runs of handlers at this moment.");
    internal static readonly Counter<long> Chunks = Meter.CreateCounter<long>("actors.jobs.chunks", "{chunk}", "Chunks of text emitted.");
}
