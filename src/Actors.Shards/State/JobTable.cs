using Actors.Contracts.Jobs;
using Actors.Shards.Work;

namespace Actors.Shards.State;

/// <summary>The open jobs of a shard, as far as a sequence of events tells. Not thread-safe.</summary>
internal sealed class JobTable
{
    private readonly Dictionary<string, JobState> _jobs = new(StringComparer.Ordinal);

    /// <summary>How many jobs are open.</summary>
    internal int Count => _jobs.Count;

    /// <summary>The open jobs; in no order that means anything.</summary>
    internal Dictionary<string, JobState>.ValueCollection All => _jobs.Values;

    /// <summary>An open job; null when it is not open.</summary>
    internal JobState? Find(string id) => _jobs.GetValueOrDefault(id);

    /// <summary>A job begins, or a snapshot brings it back whole.</summary>
    internal JobState Open(OpenJob job) => _jobs[job.Id.Value] = new JobState(job);

    /// <summary>Takes an event that was written at a time, which means something for <see cref="JobStep.Started"/> alone. One of a job that is not open changes nothing.</summary>
    internal void Apply(string? job, JobStep step, string? text, long time)
    {
        if (job is null || step == JobStep.None)
        {
            return;
        }

        if (step.IsTerminal())
        {
            _jobs.Remove(job);
        }
        else if (_jobs.TryGetValue(job, out var state))
        {
            state.Apply(step, text, time);
        }
    }
}
