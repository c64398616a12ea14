using System.Text;
using Actors.Contracts.Events;
using Actors.Jobs.Handlers;
using Actors.Jobs.Output;
using Actors.Jobs.Retries;
using Actors.Shards.Work;

namespace Actors.Jobs.Lifecycle;

/// <summary>
/// A job's life at its owner, as decisions: what comes in, and what is to be done. Whatever the order of tokens, failures,
/// stops and takeovers, it asks for one terminal event, and for a second one only where its shard has told it that the first
/// came too late (a stop was appended before it). Pure: no time, no chance, no threads of its own. The effects that a call gives
/// back are good until the next call.
/// </summary>
/// <param name="job">The job as its shard's records tell it.</param>
/// <param name="options">Limits.</param>
/// <param name="canContinue">True when a run can go on from the text so far.</param>
public sealed class JobLifecycle(OpenJob job, JobsOptions options, bool canContinue)
{
    private const string RestartedReason = "restarted";

    private readonly RetryPolicy _retries = new(options);
    private readonly StringBuilder _text = new(job.Text);
    private readonly List<JobEffect> _effects = [];
    private int _run;
    private int _failures;
    private bool _streamOpen = job.Text.Length > 0;
    private bool _stopped = job.Cancelling;
    private bool _cancelled;
    private bool _durationSet;
    private (RetryStep Step, string Reason) _next;
    private EventError _endingWith;

    /// <summary>Where the job stands.</summary>
    public JobPhase Phase { get; private set; }

    /// <summary>The attempt that has begun, from 1; 0 before.</summary>
    public int Attempt { get; private set; } = job.Attempt;

    /// <summary>The length of the present attempt's text, in UTF-16 code units.</summary>
    public int Position => _text.Length;

    /// <summary>The number of the run whose output counts; 0 when none does.</summary>
    public int Run => Phase is JobPhase.Running or JobPhase.Ending ? _run : 0;

    /// <summary>The job was handed to this owner: what begins, goes on or ends.</summary>
    /// <param name="now">The time of day: a job that ran before has the rest of its duration.</param>
    public IReadOnlyList<JobEffect> Begin(DateTimeOffset now)
    {
        _effects.Clear();
        var left = options.MaxJobDuration - RanBefore(now);
        if (job.Cancelling)
        {
            EndCancelled();
        }
        else if (left <= TimeSpan.Zero)
        {
            EndFailed(TimedOut);
        }
        else
        {
            Phase = JobPhase.Waiting;
            if (job.StartedAt > 0)
            {
                StartDuration(left);
            }

            Do(new JobEffect.RequestSlot());
        }

        return _effects;
    }

    /// <summary>The job has its place.</summary>
    public IReadOnlyList<JobEffect> SlotGranted()
    {
        _effects.Clear();
        if (Phase != JobPhase.Waiting)
        {
            Do(new JobEffect.ReleaseSlot());
        }
        else if (Attempt == 0)
        {
            BeginAttempt(reason: null);
        }
        else if (canContinue)
        {
            StartRun();
        }
        else if (Attempt >= options.MaxAttempts)
        {
            EndFailed(JobFailure.Final(FailureCodes.TooManyAttempts, $"The job was begun {Attempt} times and never ended.", retryable: true).Error);
        }
        else
        {
            BeginAttempt(RestartedReason);
        }

        return _effects;
    }

    /// <summary>The present run has written a chunk.</summary>
    public IReadOnlyList<JobEffect> Wrote(int run, string chunk)
    {
        _effects.Clear();
        if (Phase == JobPhase.Running && run == _run)
        {
            EmitText(chunk, done: false);
        }

        return _effects;
    }

    /// <summary>The present run has reported progress.</summary>
    public IReadOnlyList<JobEffect> Progressed(int run, int progress, string? message)
    {
        _effects.Clear();
        if (Phase == JobPhase.Running && run == _run)
        {
            Do(new JobEffect.EmitProgress(Attempt, progress, message));
        }

        return _effects;
    }

    /// <summary>A run has ended well.</summary>
    /// <param name="run">Which.</param>
    /// <param name="rest">The text that it wrote behind the last chunk.</param>
    /// <param name="result">What it gave back.</param>
    public IReadOnlyList<JobEffect> RunCompleted(int run, string rest, JobResult result)
    {
        _effects.Clear();
        if (run != _run)
        {
            return _effects;
        }

        if (Phase == JobPhase.Ending)
        {
            EndAsTold();
        }
        else if (Phase == JobPhase.Running)
        {
            EmitText(rest, done: true);
            End(new JobEffect.EmitCompleted(Attempt, _text.ToString(), result));
        }

        return _effects;
    }

    /// <summary>A run has failed.</summary>
    /// <param name="run">Which.</param>
    /// <param name="rest">The text that it wrote behind the last chunk.</param>
    /// <param name="failure">What went wrong.</param>
    /// <param name="chance">From 0 to below 1: spreads the waits.</param>
    public IReadOnlyList<JobEffect> RunFailed(int run, string rest, JobFailure failure, double chance)
    {
        ArgumentNullException.ThrowIfNull(failure);
        _effects.Clear();
        if (run != _run)
        {
            return _effects;
        }

        if (Phase == JobPhase.Ending)
        {
            EndAsTold();
        }
        else if (Phase == JobPhase.Running)
        {
            EmitText(rest, done: false);
            var decision = _retries.Decide(failure, _failures++, Attempt, Position > job.TextBefore.Length, canContinue, chance);
            if (decision.Step == RetryStep.Fail)
            {
                EndFailed(failure.Error);
            }
            else
            {
                Phase = JobPhase.BackingOff;
                _next = (decision.Step, failure.Error.Code);
                Do(new JobEffect.StartTimer(JobTimer.BackOff, decision.Delay));
            }
        }

        return _effects;
    }

    /// <summary>A stop was asked for.</summary>
    /// <param name="rest">The text that the present run wrote behind the last chunk.</param>
    public IReadOnlyList<JobEffect> Stop(string rest)
    {
        _effects.Clear();
        _stopped = true;
        switch (Phase)
        {
            case JobPhase.Running:
                EndRun(rest);
                break;
            case JobPhase.Ended when !_cancelled:
                // The stop stands before the terminal event that was sent: the shard ignores that one.
                EndCancelled();
                break;
            case JobPhase.New or JobPhase.Waiting or JobPhase.BackingOff or JobPhase.Drained:
                EndCancelled();
                break;
        }

        return _effects;
    }

    /// <summary>The node is leaving: a job that does not run yet is left to the next owner.</summary>
    public IReadOnlyList<JobEffect> Drain()
    {
        _effects.Clear();
        if (Phase is JobPhase.New or JobPhase.Waiting)
        {
            Phase = JobPhase.Drained;
            Do(new JobEffect.ReleaseSlot());
        }

        return _effects;
    }

    /// <summary>A timer has fired.</summary>
    /// <param name="timer">Which.</param>
    /// <param name="rest">With <see cref="JobTimer.Duration"/>: the text that the present run wrote behind the last chunk.</param>
    public IReadOnlyList<JobEffect> TimerFired(JobTimer timer, string rest)
    {
        _effects.Clear();
        switch (timer, Phase)
        {
            case (JobTimer.BackOff, JobPhase.BackingOff) when _next.Step == RetryStep.NextAttempt:
                BeginAttempt(_next.Reason);
                break;
            case (JobTimer.BackOff, JobPhase.BackingOff):
                StartRun();
                break;
            case (JobTimer.Grace, JobPhase.Ending):
                EndAsTold();
                break;
            case (JobTimer.Duration, JobPhase.Running):
                _endingWith = TimedOut;
                EndRun(rest);
                break;
            case (JobTimer.Duration, JobPhase.BackingOff or JobPhase.Waiting):
                EndFailed(TimedOut);
                break;
        }

        return _effects;
    }

    private EventError TimedOut => new(
        $"The job ran longer than {options.MaxJobDuration}.", FailureCodes.TimedOut, Retryable: true, "Ask for less at once.");

    private void BeginAttempt(string? reason)
    {
        Attempt++;
        if (reason is not null)
        {
            _text.Clear();
            _streamOpen = false;
            Do(new JobEffect.EmitReset(Attempt, reason));
        }

        Do(new JobEffect.EmitStarted(Attempt));
        StartRun();
    }

    private void StartRun()
    {
        Phase = JobPhase.Running;
        _run++;

        // A resumed job's text begins with what the stopped job had; an owner may have died before all of it was emitted.
        var preface = job.TextBefore[Math.Min(Position, job.TextBefore.Length)..];
        Do(new JobEffect.StartRun(_run, Attempt, _text.ToString() + preface, preface));
        if (!_durationSet)
        {
            StartDuration(options.MaxJobDuration);
        }
    }

    private void StartDuration(TimeSpan left)
    {
        _durationSet = true;
        Do(new JobEffect.StartTimer(JobTimer.Duration, left));
    }

    // The clock of the owner that started it may have been ahead of this one's.
    private TimeSpan RanBefore(DateTimeOffset now) => job.StartedAt == 0
        ? TimeSpan.Zero
        : TimeSpan.FromMilliseconds(Math.Max(0, now.ToUnixTimeMilliseconds() - job.StartedAt));

    private void EndRun(string rest)
    {
        EmitText(rest, done: true);
        Phase = JobPhase.Ending;
        Do(new JobEffect.CancelRun());
        Do(new JobEffect.StartTimer(JobTimer.Grace, options.CancelGrace));
    }

    private void EndAsTold()
    {
        if (_stopped)
        {
            EndCancelled();
        }
        else
        {
            EndFailed(_endingWith);
        }
    }

    private void EndFailed(EventError error)
    {
        EmitText(string.Empty, done: true);
        End(new JobEffect.EmitFailed(Attempt, _text.ToString(), error));
    }

    private void EndCancelled()
    {
        if (Position == 0)
        {
            // A job that resumes another and never began: what it would have gone on from is what there is.
            _text.Append(job.TextBefore);
        }

        EmitText(Position < job.TextBefore.Length ? job.TextBefore[Position..] : string.Empty, done: true);
        _cancelled = true;
        End(new JobEffect.EmitCancelled(Attempt, _text.ToString()));
    }

    private void End(JobEffect terminal)
    {
        Do(terminal);
        if (Phase != JobPhase.Ended)
        {
            Phase = JobPhase.Ended;
            Do(new JobEffect.ReleaseSlot());
            Do(new JobEffect.StopTimers());
        }
    }

    private void EmitText(string text, bool done)
    {
        while (text.Length > ChunkCoalescer.MaxChunkLength)
        {
            var length = ChunkCoalescer.MaxChunkLength - (char.IsHighSurrogate(text[ChunkCoalescer.MaxChunkLength - 1]) ? 1 : 0);
            EmitChunk(text[..length], done: false);
            text = text[length..];
        }

        if (text.Length > 0 || (done && _streamOpen))
        {
            EmitChunk(text, done);
        }
    }

    private void EmitChunk(string text, bool done)
    {
        Do(new JobEffect.EmitChunk(Attempt, text, Position, done));
        _text.Append(text);
        _streamOpen = !done;
    }

    private void Do(JobEffect effect) => _effects.Add(effect);
}
