using System.Diagnostics.CodeAnalysis;
using Actors.Shards.State;
using Actors.Shards.Work;

namespace Actors.Shards.Jobs;

/// <summary>
/// The actors of a shard's open jobs: at most so many at a time, the others wait in order. Used by the shard's actor alone,
/// whose children they are.
/// </summary>
internal sealed class JobChildren(IActorContext context, IJobRunner runner, int maxRunning)
{
    private const string NamePrefix = "job-";

    private readonly Dictionary<string, RunningJob> _jobs = new(StringComparer.Ordinal);
    private readonly Dictionary<IActorRef, RunningJob> _byActor = [];
    private readonly Queue<RunningJob> _waiting = new();
    private readonly List<RunningJob> _touched = [];
    private int _generation;

    /// <summary>How many actors run.</summary>
    internal int Running => _byActor.Count;

    /// <summary>True once no further actor is started.</summary>
    internal bool IsClosed { get; private set; }

    /// <summary>A job that is open or whose end has not come back.</summary>
    internal bool TryFind(string id, [NotNullWhen(true)] out RunningJob? job) => _jobs.TryGetValue(id, out job);

    /// <summary>The job that a child runs; none for a child of the time before a takeover.</summary>
    internal bool TryFind(IActorRef child, [NotNullWhen(true)] out RunningJob? job) => _byActor.TryGetValue(child, out job);

    /// <summary>Takes an open job and starts its actor as soon as there is room.</summary>
    internal RunningJob Add(JobState state)
    {
        var job = new RunningJob(state);
        _jobs[state.Id.Value] = job;
        _waiting.Enqueue(job);
        StartWaiting();
        return job;
    }

    /// <summary>Tells a job to stop; one that waits gets its actor now, to say that it was stopped.</summary>
    internal void Stop(RunningJob job)
    {
        // Its actor may just have failed for the last time: to answer the stop is a new task with attempts of its own.
        job.Restarts = 0;
        if (job.Actor is { } actor)
        {
            actor.Tell(new StopJob());
        }
        else
        {
            Start(job);
        }
    }

    /// <summary>
    /// A job's actor stopped. What it had in flight is counted for nobody: the job goes on as another one. Where the actor failed,
    /// it is for the caller to <see cref="Start"/> that one; one that was left to the next owner waits for its turn here.
    /// </summary>
    internal RunningJob Stopped(RunningJob job, out bool failed)
    {
        _byActor.Remove(job.Actor!);
        job.Actor = null;
        // It may have been told to drain and be heard of only after the shard was given back.
        var left = job is { Drained: true, Begun: false };
        failed = !IsClosed && !left && !job.Ended;
        var next = new RunningJob(job.State) { Restarts = failed ? job.Restarts + 1 : job.Restarts, Ended = job.Ended };
        _jobs[job.State.Id.Value] = next;
        if (left && !IsClosed)
        {
            _waiting.Enqueue(next);
        }

        StartWaiting();
        return next;
    }

    /// <summary>Starts a job's actor, from the job as appended; while nothing is started, only to say that the job was stopped.</summary>
    internal void Start(RunningJob job)
    {
        // One that waited may have run and stopped meanwhile: another stands for the job since then.
        if ((IsClosed && !job.State.Cancelling) || job.Ended || job.Actor is not null || !IsPresent(job))
        {
            return;
        }

        var name = _generation == 0 ? NamePrefix + job.State.Id.Value : $"{NamePrefix}{job.State.Id.Value}~{_generation}";
        job.Actor = context.Watch(context.ActorOf(runner.CreateActor(job.State.ToOpenJob()), name));
        _byActor.Add(job.Actor, job);
    }

    private bool IsPresent(RunningJob job) => _jobs.TryGetValue(job.State.Id.Value, out var present) && ReferenceEquals(present, job);

    /// <summary>One of a job's events came back.</summary>
    internal void Committed(RunningJob job)
    {
        job.Uncommitted--;
        if (++job.Committed == runner.CommittedAtOnce)
        {
            _touched.Add(job);
        }
    }

    /// <summary>A job's end came back: its actor is stopped.</summary>
    internal void Remove(RunningJob job)
    {
        _jobs.Remove(job.State.Id.Value);
        if (job.Actor is { } actor)
        {
            context.Unwatch(actor);
            context.Stop(actor);
            _byActor.Remove(actor);
            job.Actor = null;
            StartWaiting();
        }
    }

    /// <summary>Tells the jobs of which enough events came back how many: one message for each.</summary>
    internal void TellCommitted()
    {
        foreach (var job in _touched)
        {
            job.Actor?.Tell(new EventsCommitted(job.Committed));
            job.Committed = 0;
        }

        _touched.Clear();
    }

    /// <summary>Starts nothing more and tells all actors that the node is leaving.</summary>
    internal void Drain()
    {
        IsClosed = true;
        foreach (var (actor, job) in _byActor)
        {
            job.Drained = true;
            actor.Tell(new DrainJob());
        }
    }

    /// <summary>Starts actors again: for every job that has none.</summary>
    internal void Open()
    {
        IsClosed = false;
        _waiting.Clear();
        foreach (var job in _jobs.Values.Where(job => job is { Actor: null, Ended: false }).OrderBy(job => job.State.Command))
        {
            _waiting.Enqueue(job);
        }

        StartWaiting();
    }

    /// <summary>Stops all actors and forgets all jobs. Their names stay taken until they have stopped: the next ones get others.</summary>
    internal void Clear()
    {
        foreach (var actor in _byActor.Keys)
        {
            context.Unwatch(actor);
            context.Stop(actor);
        }

        _byActor.Clear();
        _jobs.Clear();
        _waiting.Clear();
        _touched.Clear();
        _generation++;
    }

    private void StartWaiting()
    {
        while (Running < maxRunning && !IsClosed && _waiting.TryDequeue(out var job))
        {
            Start(job);
        }
    }
}
