using System.Diagnostics.Metrics;

namespace Actors.Service.Streams;

/// <summary>What is counted of streams' connects, under the name <c>Actors.Service</c>. Thread-safe.</summary>
internal static class StreamInstruments
{
    private const string Outcome = "outcome";

    private static readonly Meter Meter = new("Actors.Service");

    private static readonly Counter<long> Connects =
        Meter.CreateCounter<long>("actors.service.connects", "{connect}", "Attempts to open a stream, by outcome: accepted, over_limit, or the status that refused it.");

    private static readonly Counter<long> Reconnects =
        Meter.CreateCounter<long>("actors.service.reconnects", "{connect}", "Accepted streams that came back with a position.");

    private static readonly Histogram<double> FirstByte =
        Meter.CreateHistogram<double>("actors.service.first_byte", "s", "From a stream's request to its first bytes.");

    private static readonly KeyValuePair<string, object?> Accepted = new(Outcome, "accepted");
    private static readonly KeyValuePair<string, object?> OverLimit = new(Outcome, "over_limit");

    /// <summary>A stream's head is sent.</summary>
    /// <param name="isAccepted">False where it only says when to come back.</param>
    /// <param name="comesBack">True where the client brought a position.</param>
    /// <param name="after">How long it took.</param>
    public static void Begun(bool isAccepted, bool comesBack, TimeSpan after)
    {
        Connects.Add(1, isAccepted ? Accepted : OverLimit);
        if (isAccepted)
        {
            FirstByte.Record(after.TotalSeconds);
            Reconnects.Add(comesBack ? 1 : 0);
        }
    }

    /// <summary>A stream was not begun. A 200 is the answer of a node that is not open yet.</summary>
    public static void Refused(int status) => Connects.Add(1, new KeyValuePair<string, object?>(Outcome, status == StatusCodes.Status200OK ? "starting" : $"http_{status}"));
}
