using Actors.Contracts.Jobs;
using Actors.Jobs.Handlers;
using Actors.Jobs.Lifecycle;
using Actors.Jobs.Output;
using Actors.Jobs.Retries;
using Actors.Shards.Work;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Actors.Jobs.Running;

/// <summary>
/// Carries out the decisions of one job's <see cref="JobLifecycle"/>: runs the handler, takes its output as long as not too
/// much waits for the log, and emits events to its parent, the shard, which stops it when its terminal event was committed.
/// </summary>
internal sealed partial class JobActor : ReceiveActor, IWithTimers
{
    private readonly OpenJob _job;
    private readonly JobEnvironment _environment;
    private readonly JobEvents _events;
    private readonly JobKind? _kind;
    private readonly JobLifecycle _lifecycle;
    private readonly ILogger _logger;
    private readonly Action _signal;
    private JobRun? _run;
    private JobOutput? _last;
    private (int Attempt, string? Id) _stream;
    private int _uncommitted;

    public JobActor(OpenJob job, JobEnvironment environment, JobEvents events)
    {
        (_job, _environment, _events) = (job, environment, events);
        _logger = environment.Loggers.CreateLogger<JobActor>();
        environment.Handlers.TryGet(job.Kind, out _kind);
        _lifecycle = new JobLifecycle(job, environment.Options, _kind?.CanContinue ?? false);
        var self = Self;
        _signal = () => self.Tell(OutputReady.Instance);
        Receive<OutputReady>(_ => Pump());
        Receive<EventsCommitted>(OnCommitted);
        Receive<RunEnded>(OnRunEnded);
        Receive<StopJob>(_ => Apply(_lifecycle.Stop(CloseRun())));
        Receive<SlotGranted>(_ => Apply(_lifecycle.SlotGranted()));
        Receive<TimerFired>(message => Apply(_lifecycle.TimerFired(message.Timer, message.Timer == JobTimer.Duration ? CloseRun() : string.Empty)));
        Receive<DrainJob>(_ => OnDrain());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Apply(_lifecycle.Begin(_environment.Time.GetUtcNow()));

    protected override void PostStop()
    {
        _environment.Slots.Release(Self);
        CloseRun();
        _run?.Cancel();
    }

    // A job is not begun anew by its parent: its state is in the shard's records.
    protected override void PreRestart(Exception reason, object? message) => PostStop();

    private void Pump()
    {
        while (_run is { } run && _lifecycle.Phase == JobPhase.Running && _uncommitted < _environment.Options.MaxUnackedEventsPerJob)
        {
            var item = run.Output.Next();
            switch (item.Kind)
            {
                case OutputItem.Kinds.Chunk:
                    Apply(_lifecycle.Wrote(run.Number, item.Text!));
                    if (item.IsLast)
                    {
                        return;
                    }

                    break;
                case OutputItem.Kinds.Progress:
                    Apply(_lifecycle.Progressed(run.Number, item.Progress, item.Text));
                    break;
                case OutputItem.Kinds.NotYet:
                    var time = _environment.Time;
                    var milliseconds = (item.Due - time.GetTimestamp()) * 1000.0 / time.TimestampFrequency;
                    Timers.StartSingleTimer(OutputReady.Instance, OutputReady.Instance, TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(milliseconds))));
                    return;
                default:
                    return;
            }
        }
    }

    private void OnCommitted(EventsCommitted message)
    {
        _uncommitted -= message.Count;
        Pump();
    }

    private void OnRunEnded(RunEnded message)
    {
        if (_run is null || message.Number != _run.Number)
        {
            Log.AbandonedRunEnded(_logger, _job.Id);
            return;
        }

        var run = _run;
        var rest = CloseRun();
        _run = null;
        run.Ended();
        run.Dispose();
        if (message.Error is { } error && _lifecycle.Phase == JobPhase.Running)
        {
            Log.RunFailed(_logger, _job.Id, _lifecycle.Attempt, error);
        }

        var failure = run.Output.IsOverLimit ? JobFailure.From(run.Output.OverLimit())
            : message.Error is null ? null
            : JobFailure.From(message.Error);
        Apply(failure is null
            ? _lifecycle.RunCompleted(message.Number, rest, message.Result!)
            : _lifecycle.RunFailed(message.Number, rest, failure, _environment.Chance()));
        if (_lifecycle.Phase == JobPhase.BackingOff)
        {
            JobInstruments.Retries.Add(1);
        }
    }

    private void Apply(IReadOnlyList<JobEffect> effects)
    {
        for (var i = 0; i < effects.Count; i++)
        {
            Carry(effects[i]);
        }
    }

    private void Carry(JobEffect effect)
    {
        switch (effect)
        {
            case JobEffect.EmitChunk e:
                JobInstruments.Chunks.Add(1);
                Emit(_events.Chunk(_job, e.Attempt, StreamId(e.Attempt), e.Text, e.Position, e.Done, _last?.Provider));
                break;
            case JobEffect.RequestSlot:
                _environment.Slots.Request(Self);
                break;
            case JobEffect.ReleaseSlot:
                _environment.Slots.Release(Self);
                break;
            case JobEffect.StartRun e:
                StartRun(e);
                break;
            case JobEffect.CancelRun:
                _run?.Cancel();
                break;
            case JobEffect.StartTimer e:
                Timers.StartSingleTimer(e.Timer, new TimerFired(e.Timer), e.Delay);
                break;
            case JobEffect.StopTimers:
                Abandon();
                Timers.CancelAll();
                break;
            case JobEffect.EmitStarted e:
                Emit(_events.Started(_job, e.Attempt));
                break;
            case JobEffect.EmitReset e:
                Emit(_events.Reset(_job, e.Attempt, e.Reason));
                break;
            case JobEffect.EmitProgress e:
                Emit(_events.Progress(_job, e.Attempt, e.Progress, e.Message));
                break;
            case JobEffect.EmitCompleted e:
                Emit(_events.Completed(_job, e.Attempt, e.Text, e.Result, _last?.Usage, _last?.Provider));
                break;
            case JobEffect.EmitFailed e:
                Emit(_events.Failed(_job, e.Attempt, e.Text, e.Error, _last?.Usage));
                break;
            case JobEffect.EmitCancelled e:
                Emit(_events.Cancelled(_job, e.Attempt, e.Text, _last?.Usage));
                break;
        }
    }

    private string StreamId(int attempt)
    {
        if (_stream.Attempt != attempt || _stream.Id is null)
        {
            _stream = (attempt, JobEvents.StreamId(_job, attempt));
        }

        return _stream.Id;
    }

    private void StartRun(JobEffect.StartRun start)
    {
        var run = JobRun.Create(_environment, start, _signal);
        (_run, _last) = (run, run.Output);
        if (_kind is null)
        {
            Self.Tell(new RunEnded(start.Number, null, new JobFailedException(FailureCodes.Rejected, $"This node has no handler for jobs of kind '{_job.Kind}'.", retryable: true)));
            return;
        }

        var logger = _environment.Loggers.CreateLogger(_kind.Name);
        run.Start(_kind, new RunSetup(_job, start.Attempt, start.TextSoFar, run.Output, _environment.Time, _environment.Ids, logger)).PipeTo(Self);
        _signal();
    }

    private void OnDrain()
    {
        Apply(_lifecycle.Drain());
        if (_lifecycle.Phase == JobPhase.Drained)
        {
            Context.Stop(Self);
        }
    }

    private string CloseRun() => _run?.Output.Close() ?? string.Empty;

    private void Abandon()
    {
        if (_run is { } run)
        {
            JobInstruments.Abandoned.Add(1);
            Log.RunAbandoned(_logger, _job.Id);
            run.Output.Close();
            run.Cancel();
            _run = null;
        }
    }

    private void Emit(EventDraft draft)
    {
        _uncommitted++;
        Context.Parent.Tell(new EmitEvent(draft));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Job {Job}: a run of attempt {Attempt} failed")]
        internal static partial void RunFailed(ILogger logger, JobId job, int attempt, Exception error);

        [LoggerMessage(2, LogLevel.Warning, "Job {Job}: the handler did not end when told to and is abandoned; what it writes is dropped")]
        internal static partial void RunAbandoned(ILogger logger, JobId job);

        [LoggerMessage(3, LogLevel.Information, "Job {Job}: an abandoned run has ended")]
        internal static partial void AbandonedRunEnded(ILogger logger, JobId job);
    }

    private sealed record OutputReady
    {
        internal static readonly OutputReady Instance = new();
    }

    private sealed record TimerFired(JobTimer Timer);
}
