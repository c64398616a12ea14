using System.Diagnostics;
using System.Text.Json;
using Actors.Bench.Load.Jobs;
using Actors.Bench.Native;

namespace Actors.Bench.Load;

/// <summary>The load process: reads commands from its standard input and answers each, until the input ends.</summary>
internal sealed class LoadProcess
{
    private readonly Publisher _publisher = new();
    private readonly EventObserver _observer;
    private readonly ListenerSet _listeners;

    private LoadProcess(EventObserver observer)
    {
        _observer = observer;
        _listeners = new ListenerSet(observer);
    }

    /// <summary>Runs until the standard input ends.</summary>
    /// <param name="jobListeners">How many listeners will follow jobs; 0 if they listen to published events.</param>
    public static int Run(int jobListeners)
    {
        Libc.RaiseOpenFiles(12_000);
        var process = new LoadProcess(jobListeners > 0 ? new JobObserver(jobListeners) : new MarkerObserver());
        while (Console.In.ReadLine() is { } line)
        {
            LoadReply reply;
            try
            {
                reply = process.Answer(JsonSerializer.Deserialize<LoadCommand>(line) ?? throw new FormatException("An empty command."));
            }
#pragma warning disable CA1031 // whatever goes wrong is the answer
            catch (Exception e)
#pragma warning restore CA1031
            {
                reply = new LoadReply { Error = e.ToString() };
            }
            Console.Out.WriteLine(JsonSerializer.Serialize(reply));
            Console.Out.Flush();
        }
        return 0;
    }

    private LoadReply Answer(LoadCommand command)
    {
        switch (command)
        {
            case LoadCommand.Open open:
                var before = _listeners.Ready;
                var askedAt = _listeners.Open(open.Count, open.Channels, open.Request);
                if (open.AwaitReady) Until(() => _listeners.Ready >= before + open.Count || _listeners.FirstFailure is not null, 60);
                return State() with { AskedAt = askedAt };
            case LoadCommand.Publish publish:
                var published = _publisher.Run(publish.Request);
                return State() with { Published = published };
            case LoadCommand.Await await:
                Until(() => Volatile.Read(ref _observer.Deliveries) >= await.Deliveries
                    && Volatile.Read(ref _observer.DeliveriesApart) >= await.DeliveriesApart, await.Seconds);
                return State();
            case LoadCommand.Submit submit:
                return State() with { Published = new JobSubmitter((JobObserver)_observer).RunAsync(submit.Request).GetAwaiter().GetResult() };
            case LoadCommand.AwaitJobs awaitJobs:
                return AwaitJobs((JobObserver)_observer, awaitJobs);
            case LoadCommand.Clear:
                _listeners.BetweenTurns(_observer.Clear);
                return State();
            case LoadCommand.Pause pause:
                _listeners.Pause(pause.Count);
                _observer.SetApart = pause.Count;
                return State();
            case LoadCommand.Resume:
                _listeners.Resume();
                return State();
            case LoadCommand.Close:
                _listeners.Close();
                return State();
            default:
                throw new NotSupportedException(command.GetType().Name);
        }
    }

    private LoadReply AwaitJobs(JobObserver observer, LoadCommand.AwaitJobs command)
    {
        Until(() => observer.Ended >= command.Ended, command.Seconds);
        JobsSeen? seen = null;
        _listeners.BetweenTurns(() => seen = observer.Seen(command.TokensPerSecond) with { Fingerprints = observer.Fingerprints() });
        return State() with { Jobs = seen };
    }

    private static void Until(Func<bool> done, double seconds)
    {
        var end = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        while (!done() && Stopwatch.GetTimestamp() < end) Thread.Sleep(2);
    }

    private LoadReply State()
    {
        LoadReply? reply = null;
        _listeners.BetweenTurns(() => reply = new LoadReply
        {
            Disconnects = _listeners.Disconnects,
            FirstFailure = _listeners.FirstFailure,
            Deliveries = _observer.Deliveries,
            DeliveriesApart = _observer.DeliveriesApart,
            Missing = _observer.Missing,
            RepeatedOrLate = _observer.RepeatedOrLate,
            Foreign = _observer.Foreign,
            FirstAt = _observer.FirstAt,
            LastAt = _observer.LastAt,
            P50 = _observer.Latency.Percentile(.5),
            P90 = _observer.Latency.Percentile(.9),
            P99 = _observer.Latency.Percentile(.99),
            Max = _observer.Latency.Max / 1000.0,
            Cpu = Environment.CpuUsage.TotalTime.TotalSeconds,
        });
        return reply! with { Ready = _listeners.Ready };
    }
}
