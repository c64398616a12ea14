using System.Text;
using Actors.Contracts.Jobs;
using Actors.Shards.Work;

namespace Actors.Shards.State;

/// <summary>
/// An open job while it changes. Text is kept in pieces, so that a chunk costs its own length; it is joined for snapshots and
/// restarts only.
/// </summary>
internal sealed class JobState
{
    private readonly OpenJob _origin;
    private readonly StringBuilder _text;

    internal JobState(OpenJob job)
    {
        _origin = job;
        _text = new StringBuilder(job.Text);
        (Attempt, Cancelling, StartedAt) = (job.Attempt, job.Cancelling, job.StartedAt);
    }

    /// <summary>The job's id.</summary>
    internal JobId Id => _origin.Id;

    /// <summary>The channel that hears its events.</summary>
    internal string Channel => _origin.Channel;

    /// <summary>Which handler runs it.</summary>
    internal string Kind => _origin.Kind;

    /// <summary>The offset of its submit.</summary>
    internal long Command => _origin.Command;

    /// <summary>Trace context of the submit.</summary>
    internal string? TraceParent => _origin.TraceParent;

    /// <summary>The attempt that has begun; 0 before the first.</summary>
    internal int Attempt { get; private set; }

    /// <summary>When it was first started; 0 where that is not known.</summary>
    internal long StartedAt { get; private set; }

    /// <summary>True after a stop was asked for.</summary>
    internal bool Cancelling { get; private set; }

    /// <summary>Takes an event of the job that is not terminal, written at a time.</summary>
    internal void Apply(JobStep step, string? text, long time)
    {
        switch (step)
        {
            case JobStep.Started:
                StartedAt = Attempt == 0 ? time : StartedAt;
                Attempt++;
                break;
            case JobStep.Text:
                _text.Append(text);
                break;
            case JobStep.Reset:
                _text.Clear();
                break;
            case JobStep.Cancelling:
                Cancelling = true;
                break;
            default:
                break;
        }
    }

    /// <summary>The job as it is now.</summary>
    internal OpenJob ToOpenJob() => _origin with
    {
        Attempt = Attempt, StartedAt = StartedAt, Text = _text.ToString(), Cancelling = Cancelling,
    };
}
