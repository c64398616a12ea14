using Actors.Contracts.Commands;
using Actors.Contracts.Events;
using Actors.Contracts.Jobs;
using Actors.Shards.Work;

namespace Actors.Jobs.Running;

/// <summary>What a shard's owner needs to know of jobs, by the handlers registered on this node. Thread-safe.</summary>
public sealed class JobRunner : IJobRunner
{
    private readonly JobEnvironment _environment;
    private readonly JobEvents _events;

    /// <summary>A runner in this environment.</summary>
    public JobRunner(JobEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        _environment = environment;
        _events = new JobEvents(environment.Options, environment.Time, environment.Ids);
    }

    /// <inheritdoc/>
    public EventDraft? Reject(OpenJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        var errors = _environment.Handlers.Check(job.Kind, job.Input);
        return errors.Count == 0 ? null : _events.Rejected(job, errors);
    }

    /// <inheritdoc/>
    public EventDraft Queued(OpenJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return _events.Queued(job);
    }

    /// <inheritdoc/>
    public EventDraft Cancelling(OpenJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return _events.Cancelling(job);
    }

    /// <summary>The terminal event of a job that its shard gives up; a stopped one ends as stopped.</summary>
    public EventDraft Failed(OpenJob job, string code, string error, bool retryable)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job.Cancelling
            ? _events.Cancelled(job, job.Attempt, job.Text, usage: null)
            : _events.Failed(job, job.Attempt, job.Text, new EventError(error, code, retryable, Suggestion: null), usage: null);
    }

    /// <inheritdoc/>
    public Props CreateActor(OpenJob job) => Props.Create<JobActor>(job, _environment, _events);

    /// <summary>A quarter of <c>Jobs:MaxUnackedEventsPerJob</c>: told of each, a job would be woken as often as it writes.</summary>
    public int CommittedAtOnce => Math.Max(1, _environment.Options.MaxUnackedEventsPerJob / 4);

    /// <inheritdoc/>
    public void Ended(string kind, JobStep outcome) =>
        JobInstruments.Ended.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()), new KeyValuePair<string, object?>("kind", kind));

    /// <inheritdoc/>
    public IReadOnlyList<EventDraft>? HandleOther(CommandBody command, long offset) => null;
}
