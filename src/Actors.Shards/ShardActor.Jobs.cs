using Actors.Contracts.Jobs;
using Actors.Shards.Jobs;
using Actors.Shards.Work;

namespace Actors.Shards;

/// <summary>The shard's jobs: what their actors emit, and what happens when one fails.</summary>
internal sealed partial class ShardActor
{
    private const string InternalError = "internal";

    private void StartOpenJobs()
    {
        var open = _fold.Jobs.All.OrderBy(job => job.Command).ToArray();
        foreach (var job in open)
        {
            if (!_jobs.TryFind(job.Id.Value, out _))
            {
                _jobs.Add(job);
            }
        }
    }

    private void OnEmit(EventDraft draft)
    {
        if (!_jobs.TryFind(Sender, out var job) || job.Ended || draft.Step == JobStep.Queued)
        {
            return;
        }

        // The stop was appended first, so the job ends as cancelled, however far its actor had come.
        if (draft.Step.IsTerminal() && draft.Step != JobStep.Cancelled && job.State.Cancelling)
        {
            return;
        }

        if (draft.Job != job.State.Id || draft.Channel != job.State.Channel)
        {
            Fail(job, "The job emitted an event that is not its own.");
        }
        else if (draft.Payload.Length > _options.MaxEventBytes)
        {
            Fail(job, $"The job emitted an event of {draft.Payload.Length} bytes; at most {_options.MaxEventBytes} are allowed.");
        }
        else if (job.Uncommitted >= _options.MaxUnackedEventsPerJob)
        {
            Fail(job, $"The job did not hold at {_options.MaxUnackedEventsPerJob} events that were not committed.");
        }
        else
        {
            job.Begun |= draft.Step == JobStep.Started;
            EmitFor(job, draft, job);
        }
    }

    private void EmitFor(RunningJob job, EventDraft draft, RunningJob? emitter)
    {
        Append(draft, emitter, answers: -1, remaining: 0, job.State.TraceParent);
        job.Ended |= draft.Step.IsTerminal();
        WatchAppends();
    }

    private void OnJobStopped(IActorRef actor)
    {
        if (!_jobs.TryFind(actor, out var job))
        {
            return;
        }

        var next = _jobs.Stopped(job, out var failed);
        EndIfDrained();
        if (!failed)
        {
            return;
        }

        ShardsInstruments.JobFailures.Add(1);
        if (next.Restarts > _options.MaxJobRestarts)
        {
            Fail(next, "The job failed too often.");
            return;
        }

        var wait = _options.JobRestartBackoff * Math.Pow(2, next.Restarts - 1);
        Timers.StartSingleTimer(next, new RestartJob(next), wait);
    }

    // A restart that comes after the job's end or a takeover finds another job, or none.
    private void OnRestart(RunningJob job)
    {
        if (_jobs.TryFind(job.State.Id.Value, out var present) && ReferenceEquals(present, job))
        {
            _jobs.Start(job);
        }
    }

    /// <summary>Ends a job that can't go on.</summary>
    private void Fail(RunningJob job, string why)
    {
        _log.Error("Shard {0}: job {1} ended: {2}", _place.Shard, job.State.Id.Value, why);
        var draft = _services.Jobs.Failed(job.State.ToOpenJob(), InternalError, why, retryable: true);
        EmitFor(job, draft, null);
    }
}
