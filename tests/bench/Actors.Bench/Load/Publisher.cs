using System.Diagnostics;
using Actors.Bench.Native;

namespace Actors.Bench.Load;

/// <summary>
/// Publishes on a schedule that does not wait for the server: each event carries the time at which it was due, so a server that
/// falls behind is charged for the delay. Numbers go on from one run to the next.
/// </summary>
internal sealed class Publisher
{
    private static readonly double MicrosecondsPerTick = 1e6 / Stopwatch.Frequency;
    private readonly Dictionary<int, long> _sequences = [];

    /// <summary>Publishes everything and waits for the last answer.</summary>
    public Published Run(PublishRequest request)
    {
        Libc.SharpenTimers();
        var connections = Enumerable.Range(0, Math.Min(request.Connections, request.Channels)).Select(_ => new PublishConnection(request)).ToArray();
        try
        {
            return Run(request, connections);
        }
        finally
        {
            foreach (var connection in connections) connection.Dispose();
        }
    }

    private Published Run(PublishRequest request, PublishConnection[] connections)
    {
        var polled = new Libc.PollFd[connections.Length];
        for (var i = 0; i < polled.Length; i++) polled[i] = new Libc.PollFd { Descriptor = connections[i].Descriptor, Events = Libc.PollIn };
        var answers = new Histogram();
        string? refusal = null;
        var refused = 0;
        var interval = request.Rate > 0 ? Stopwatch.Frequency / request.Rate : 0;
        var started = Stopwatch.GetTimestamp() + (interval > 0 ? Stopwatch.Frequency / 100 : 0);
        long next = 0;
        while (next < request.Count || connections.Any(c => !c.Idle))
        {
            var now = Stopwatch.GetTimestamp();
            while (next < request.Count)
            {
                var connection = connections[next % request.Channels % connections.Length];
                var due = interval > 0 ? started + (long)(next * interval) : now;
                if (due > now || interval == 0 && connection.Backlog >= request.Batch) break;
                connection.Enqueue(Number((int)(next++ % request.Channels), due));
            }
            foreach (var connection in connections) connection.Send();
            Libc.Poll(polled, Wait(next, request, started, interval));
            for (var i = 0; i < polled.Length; i++)
            {
                if (polled[i].Returned == 0 || !connections[i].Receive(out var latency, out var refusedWith)) continue;
                answers.Record((long)(latency * MicrosecondsPerTick));
                if (refusedWith is null) continue;
                refused++;
                refusal ??= refusedWith;
            }
        }
        var seconds = (Stopwatch.GetTimestamp() - started) / (double)Stopwatch.Frequency;
        return new Published(request.Count, seconds, started, answers.Count, refused, refusal, answers.Percentile(.5), answers.Percentile(.99));
    }

    private static long Wait(long next, PublishRequest request, long started, double interval)
    {
        if (next >= request.Count || interval == 0) return 1_000_000_000;
        var ticks = started + (long)(next * interval) - Stopwatch.GetTimestamp();
        return Math.Max(0, (long)(ticks * 1e9 / Stopwatch.Frequency));
    }

    private Marker Number(int channel, long due)
    {
        var sequence = _sequences.GetValueOrDefault(channel);
        _sequences[channel] = sequence + 1;
        return new Marker(channel, sequence, due);
    }
}
