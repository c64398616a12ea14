using Actors.Bench.Report;

namespace Actors.Bench;

/// <summary>What must hold of each scenario's figures. A target that compares needs the other server's figures of the same run.</summary>
internal static class BenchTargets
{
    /// <summary>The targets of fan-out on one channel.</summary>
    public static IEnumerable<Target> Fanout(Measurement ours, Measurement? bare, Measurement? nchan)
    {
        if (bare is not null)
        {
            yield return new Target(ours.Scenario, "delivered/s of bare Kestrel's", ours["delivered/s"] / bare["delivered/s"], Bound.AtLeast, 0.95);
            yield return new Target(ours.Scenario, "CPU per delivery of bare Kestrel's", ours["cpu s/million"] / bare["cpu s/million"], Bound.AtMost, 1.1);
            yield return new Target(ours.Scenario, "p99 ms", ours["p99 ms"], Bound.AtMost, bare["p99 ms"] + 25);
        }
        // Both follow the same schedule; what the clocks' edges make of it is no difference.
        if (nchan is not null)
            yield return new Target(ours.Scenario, "delivered/s of nchan's", Math.Round(ours["delivered/s"] / nchan["delivered/s"], 2), Bound.AtLeast, 1);
        foreach (var target in Whole(ours)) yield return target;
    }

    /// <summary>The targets of fan-out on private channels.</summary>
    public static IEnumerable<Target> Private(Measurement ours) =>
    [
        new(ours.Scenario, "p50 ms", ours["p50 ms"], Bound.AtMost, 8),
        new(ours.Scenario, "p99 ms", ours["p99 ms"], Bound.AtMost, 25),
        .. Whole(ours),
    ];

    /// <summary>The targets from a POST to the first event.</summary>
    public static IEnumerable<Target> First(Measurement ours) =>
    [
        new(ours.Scenario, "p50 ms", ours["p50 ms"], Bound.AtMost, 10),
        new(ours.Scenario, "p99 ms", ours["p99 ms"], Bound.AtMost, 40),
    ];

    /// <summary>The targets of idle sessions.</summary>
    public static IEnumerable<Target> Idle(Measurement ours, Measurement? bare)
    {
        if (bare is null) yield break;
        yield return new Target(ours.Scenario, "RSS per session of bare Kestrel's", ours["RSS KiB/session"] / bare["RSS KiB/session"], Bound.AtMost, 1.15);
        yield return new Target(ours.Scenario, "our own part, KiB/session", ours["RSS KiB/session"] - bare["RSS KiB/session"], Bound.AtMost, 1.5);
        yield return new Target(ours.Scenario, "disconnects", ours["disconnects"], Bound.AtMost, 0);
    }

    /// <summary>The targets of replay.</summary>
    public static IEnumerable<Target> Replay(Measurement ours, double eventsPerSecond) =>
    [
        new(ours.Scenario, "events/s", ours["events/s"], Bound.AtLeast, eventsPerSecond),
        .. Whole(ours),
    ];

    /// <summary>The targets of slow readers.</summary>
    public static IEnumerable<Target> Slow(Measurement with, Measurement without) =>
    [
        new(with.Scenario, "p99 ms of those who read", with["p99 ms"], Bound.AtMost, Math.Max(1.5 * without["p99 ms"], without["p99 ms"] + 5)),
        new(with.Scenario, "memory growth MiB", with["memory growth MiB"], Bound.AtMost, 48),
        new(with.Scenario, "lost by readers", with["lost by readers"], Bound.AtMost, 0),
        new(with.Scenario, "lost by slow", with["lost by slow"], Bound.AtMost, 0),
        new(with.Scenario, "repeated or late", with["repeated or late"], Bound.AtMost, 0),
        new(with.Scenario, "out of order", with["out of order"], Bound.AtMost, 0),
    ];

    /// <summary>The targets of jobs.</summary>
    public static IEnumerable<Target> Jobs(Measurement ours, int jobs) =>
    [
        new(ours.Scenario, "jobs that completed with the text of their chunks", ours["complete"], Bound.AtLeast, jobs),
        new(ours.Scenario, "token→client p99 ms", ours["token→client p99 ms"], Bound.AtMost, 100),
        new(ours.Scenario, "chunks in the log", ours["chunks in the log"], Bound.AtLeast, ours["chunks"]),
        new(ours.Scenario, "streams unlike the log", ours["streams unlike the log"], Bound.AtMost, 0),
    ];

    /// <summary>The targets of the engine.</summary>
    public static IEnumerable<Target> Kernel(Measurement engine) =>
    [
        new(engine.Scenario, "tell, 1 producer, msgs/s", engine["tell, 1 producer, msgs/s"], Bound.AtLeast, 5.6e6),
        new(engine.Scenario, "tell, 2 producers, msgs/s", engine["tell, 2 producers, msgs/s"], Bound.AtLeast, 5.6e6),
        new(engine.Scenario, "idle actor bytes", engine["idle actor bytes"], Bound.AtMost, 1024),
    ];

    /// <summary>The targets from a POST to the job's first event on an idle cluster.</summary>
    public static IEnumerable<Target> ClusterFirst(Measurement ours, int brokers) =>
    [
        new(ours.Scenario, "p50 ms", ours["p50 ms"], Bound.AtMost, brokers == 1 ? 10 : 20),
        new(ours.Scenario, "p99 ms", ours["p99 ms"], Bound.AtMost, brokers == 1 ? 40 : 60),
    ];

    /// <summary>The targets from a handler's event to the browser, above what Kafka itself takes.</summary>
    public static IEnumerable<Target> ClusterLive(Measurement ours, Measurement floor, int jobs) =>
    [
        new(ours.Scenario, "event→client p50 ms", ours["event→client p50 ms"], Bound.AtMost, floor["p50 ms"] + 4),
        new(ours.Scenario, "event→client p99 ms", ours["event→client p99 ms"], Bound.AtMost, floor["p99 ms"] + 40),
        .. ClusterWhole(ours, jobs),
    ];

    /// <summary>The targets of durable throughput.</summary>
    public static IEnumerable<Target> ClusterJobs(Measurement ours, int jobs) =>
    [
        new(ours.Scenario, "events/s", ours["events/s"], Bound.AtLeast, 10_000),
        new(ours.Scenario, "event→client p99 ms", ours["event→client p99 ms"], Bound.AtMost, 1000),
        new(ours.Scenario, "node cpu s/million events", ours["node cpu s/million events"], Bound.AtMost, 60),
        .. ClusterWhole(ours, jobs),
    ];

    /// <summary>The targets of fan-out through Redis.</summary>
    public static IEnumerable<Target> ClusterFanout(Measurement ours, Measurement? nchan)
    {
        if (nchan is not null) yield return new Target(ours.Scenario, "CPU per delivery of nchan's", ours["cpu s/million"] / nchan["cpu s/million"], Bound.AtMost, 1);
        foreach (var target in Whole(ours)) yield return target;
    }

    /// <summary>The targets of a client that comes back.</summary>
    public static IEnumerable<Target> ClusterResume(Measurement ours, double limit) =>
    [
        new(ours.Scenario, "resumed p50 ms", ours["resumed p50 ms"], Bound.AtMost, limit),
        new(ours.Scenario, "lost", ours["lost"], Bound.AtMost, 0),
    ];

    /// <summary>The targets of a takeover.</summary>
    public static IEnumerable<Target> ClusterTakeover(Measurement ours) =>
        [new(ours.Scenario, "claim→first answer ms", ours["claim→first answer ms"], Bound.AtMost, 1000)];

    private static IEnumerable<Target> ClusterWhole(Measurement ours, int jobs) =>
    [
        new(ours.Scenario, "jobs that completed with the text of their chunks", ours["complete"], Bound.AtLeast, jobs),
        new(ours.Scenario, "chunks in the log", ours["chunks in the log"], Bound.AtLeast, ours["chunks"]),
        new(ours.Scenario, "streams unlike the log", ours["streams unlike the log"], Bound.AtMost, 0),
    ];

    private static IEnumerable<Target> Whole(Measurement ours) =>
        new[] { "lost", "repeated or late", "out of order" }.Select(what => new Target(ours.Scenario, what, ours[what], Bound.AtMost, 0));
}
