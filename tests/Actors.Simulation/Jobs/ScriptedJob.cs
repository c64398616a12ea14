using System.Globalization;
using Actors.Contracts.Events;
using Actors.Contracts.Jobs;
using Actors.Shards.Work;

namespace Actors.Simulation.Jobs;

/// <summary>Runs one scripted job; holds at four events that are not committed.</summary>
internal sealed class ScriptedJob : ReceiveActor, IWithTimers
{
    private const int MaxUncommitted = 4;

    private readonly ScriptedRunner _runner;
    private readonly OpenJob _job;
    private int _chunks;
    private int _position;
    private int _uncommitted;
    private bool _started;

    public ScriptedJob(ScriptedRunner runner, OpenJob job)
    {
        (_runner, _job) = (runner, job);
        Receive<Tick>(_ => Work());
        Receive<EventsCommitted>(committed =>
        {
            _uncommitted -= committed.Count;
            if (_uncommitted < 0)
            {
                throw new InvalidOperationException("More events came back than were emitted.");
            }
        });
        Receive<StopJob>(_ =>
        {
            if (_job.Kind == "stubborn")
            {
                Emit(EventTypes.GenerationComplete, JobStep.Completed);
                _uncommitted--;
            }

            Cancelled();
        });
        Receive<DrainJob>(_ =>
        {
            if (!_started)
            {
                Context.Stop(Self);
            }
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        if (_job.Cancelling)
        {
            Cancelled();
            return;
        }

        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, _runner.Pace);
    }

    private void Work()
    {
        if (_uncommitted >= MaxUncommitted || _job.Kind is "hang" or "stubborn")
        {
            return;
        }

        if (!_started)
        {
            _started = true;
            if (_job.Attempt > 0)
            {
                Emit(EventTypes.GenerationReset, JobStep.Reset);
            }

            Emit(EventTypes.GenerationStarted, JobStep.Started);
            return;
        }

        if (_chunks == 1 && (_job.Kind == "doomed" || (_job.Kind == "crash" && _job.Attempt == 0)))
        {
            throw new InvalidOperationException("a job's actor failed, as its script says");
        }

        if (_chunks == 1 && _job.Kind == "endless")
        {
            return;
        }

        if (_chunks == _runner.Chunks)
        {
            Timers.CancelAll();
            Emit(EventTypes.GenerationComplete, JobStep.Completed);
            return;
        }

        if (_job.Kind == "huge")
        {
            Emit(EventTypes.ChatChunk, JobStep.Text, new string('x', 300_000));
            return;
        }

        var text = $"<{_chunks++.ToString(CultureInfo.InvariantCulture)}>";
        Emit(EventTypes.ChatChunk, JobStep.Text, text, _position);
        _position += text.Length;
    }

    private void Cancelled()
    {
        Timers.CancelAll();
        Emit(EventTypes.GenerationCancelled, JobStep.Cancelled);
    }

    private void Emit(string type, JobStep step, string? text = null, int position = 0)
    {
        _uncommitted++;
        Context.Parent.Tell(new EmitEvent(_runner.Draft(_job, type, step, text, position)));
    }

    private sealed record Tick
    {
        internal static readonly Tick Instance = new();
    }
}
