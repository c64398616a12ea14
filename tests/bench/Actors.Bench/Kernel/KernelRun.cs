using System.Diagnostics;
using Actors.Bench.Report;

namespace Actors.Bench.Kernel;

/// <summary>Measures the actor engine alone, in this process. Each figure is the median of its rounds, behind one for the JIT.</summary>
internal static class KernelRun
{
    private const int Rounds = 7;
    private const int Messages = 3_000_000;
    private const int Exchanges = 500_000;
    private const int IdleActors = 200_000;
    private const int Sleepers = 1000;
    private const int WakeUps = 300;

    /// <summary>Runs all measurements.</summary>
    public static async Task<Measurement> MeasureAsync()
    {
        using var system = ActorSystem.Create("bench");
        var wakeUp = await MedianAsync(WakeUp(system));
        var measurement = new Measurement("kernel", "engine", new Dictionary<string, double>
        {
            ["tell, 1 producer, msgs/s"] = await MedianAsync(() => TellAsync(system, 1)),
            ["tell, 2 producers, msgs/s"] = await MedianAsync(() => TellAsync(system, 2)),
            ["ping-pong msgs/s"] = await MedianAsync(() => PingPongAsync(system)),
            ["wake-up of 1,000 actors µs"] = wakeUp,
            ["wake-up ns/actor"] = wakeUp * 1000 / Sleepers,
            ["idle actor bytes"] = await IdleAsync(system),
        });
        await system.Terminate();
        return measurement;
    }

    private static async Task<double> MedianAsync(Func<Task<double>> round)
    {
        await round();
        var figures = new List<double>();
        for (var i = 0; i < Rounds; i++)
        {
            GC.Collect();
            figures.Add(await round());
        }
        figures.Sort();
        return figures[Rounds / 2];
    }

    private static async Task<double> TellAsync(ActorSystem system, int producers)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = system.ActorOf(Props.Create(() => new Counter(Messages, done)));
        using var go = new ManualResetEventSlim();
        var threads = Enumerable.Range(0, producers).Select(_ => new Thread(() =>
        {
            go.Wait();
            for (var i = 0; i < Messages / producers; i++) actor.Tell(Ball.Instance, ActorRefs.NoSender);
        })).ToList();
        threads.ForEach(t => t.Start());
        var started = Stopwatch.GetTimestamp();
        go.Set();
        await done.Task;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        threads.ForEach(t => t.Join());
        system.Stop(actor);
        return Messages / seconds;
    }

    private static async Task<double> PingPongAsync(ActorSystem system)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ping = system.ActorOf(Props.Create(() => new Player(Exchanges, done)));
        var pong = system.ActorOf(Props.Create(() => new Player(Exchanges, done)));
        var started = Stopwatch.GetTimestamp();
        ping.Tell(Ball.Instance, pong);
        await done.Task;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        system.Stop(ping);
        system.Stop(pong);
        return 2 * Exchanges / seconds;
    }

    private static Func<Task<double>> WakeUp(ActorSystem system)
    {
        var countdown = new Countdown();
        var actors = Enumerable.Range(0, Sleepers).Select(_ => system.ActorOf(Props.Create(() => new Sleeper(countdown)))).ToArray();
        return async () =>
        {
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < WakeUps; i++)
            {
                var all = countdown.Set(Sleepers);
                foreach (var actor in actors) actor.Tell(Ball.Instance, ActorRefs.NoSender);
                await all;
            }
            return Stopwatch.GetElapsedTime(started).TotalMicroseconds / WakeUps;
        };
    }

    private static async Task<double> IdleAsync(ActorSystem system)
    {
        var countdown = new Countdown();
        var props = Props.Create(() => new Sleeper(countdown));
        var actors = new IActorRef[IdleActors];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var all = countdown.Set(IdleActors);
        for (var i = 0; i < IdleActors; i++) actors[i] = system.ActorOf(props);
        foreach (var actor in actors) actor.Tell(Ball.Instance, ActorRefs.NoSender); // each has run once
        await all;
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(actors);
        return (after - before) / (double)IdleActors;
    }
}
