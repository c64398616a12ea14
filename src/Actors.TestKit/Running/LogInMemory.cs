using Actors.Contracts.Jobs;
using Actors.Shards.Work;

namespace Actors.TestKit.Running;

/// <summary>The committed events of one job, and the job as they tell it.</summary>
internal sealed class LogInMemory(TimeProvider time)
{
    private readonly List<JobEvent> _events = [];
    private readonly DateTimeOffset _begin = time.GetUtcNow();

    internal IReadOnlyList<JobEvent> Events => _events;

    internal bool IsEnded { get; private set; }

    /// <summary>What the job's actor itself failed with; never what a handler threw.</summary>
    internal Exception? Failure { get; set; }

    internal void Commit(EventDraft draft)
    {
        _events.Add(new JobEvent(draft, time.GetUtcNow() - _begin));
        IsEnded |= draft.Step.IsTerminal();
    }

    /// <summary>The job as its committed events tell it: what another owner takes over.</summary>
    internal OpenJob Fold(OpenJob job)
    {
        foreach (var e in _events)
        {
            job = e.Step switch
            {
                JobStep.Started => job with
                {
                    Attempt = job.Attempt + 1,
                    StartedAt = job.Attempt == 0 ? e.Root.GetProperty("timestamp").GetDateTimeOffset().ToUnixTimeMilliseconds() : job.StartedAt,
                },
                JobStep.Text => job with { Text = job.Text + e.Chunk!.Text },
                JobStep.Reset => job with { Text = string.Empty },
                JobStep.Cancelling => job with { Cancelling = true },
                _ => job,
            };
        }

        return job;
    }
}
