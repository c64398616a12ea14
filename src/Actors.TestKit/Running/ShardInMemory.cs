using Actors.Contracts.Jobs;
using Actors.Shards.Work;

namespace Actors.TestKit.Running;

/// <summary>
/// A shard of one job as its actor sees it: appends what the job emits, commits it a while later in order, stops the job on
/// cue, and lets its node die: then what is not committed is lost and a new actor gets the job as the log tells it.
/// </summary>
internal sealed class ShardInMemory : ReceiveActor, IWithTimers
{
    private readonly ShardScript _script;
    private readonly HashSet<Interruption> _done = [];
    private IActorRef _child = ActorRefs.Nobody;
    private int _life;
    private bool _cancelling;
    private bool _ended;

    public ShardInMemory(ShardScript script)
    {
        _script = script;
        Receive<EmitEvent>(emit => OnEmit(emit.Event));
        Receive<Commit>(OnCommit);
        Receive<Interruption>(Carry);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(e =>
    {
        _script.Log.Failure = e;
        return Directive.Stop;
    });

    protected override void PreStart()
    {
        foreach (var interruption in _script.Interruptions.Where(i => i.At is not null))
        {
            Timers.StartSingleTimer(interruption, interruption, interruption.At!.Value);
        }

        var rejected = _script.Runner.Reject(_script.Job);
        Append(rejected ?? _script.Runner.Queued(_script.Job), tell: false);
        if (rejected is null)
        {
            StartChild(_script.Job);
        }
    }

    private void StartChild(OpenJob job) => _child = Context.ActorOf(_script.Runner.CreateActor(job), $"job-{_life}");

    private void OnEmit(EventDraft draft)
    {
        var ignored = _ended || !Sender.Equals(_child) || (_cancelling && draft.Step.IsTerminal() && draft.Step != JobStep.Cancelled);
        if (!ignored)
        {
            Append(draft, tell: true);
        }
    }

    private void Append(EventDraft draft, bool tell)
    {
        _ended |= draft.Step.IsTerminal();
        Timers.StartSingleTimer(draft, new Commit(draft, _life, tell), _script.CommitDelay);
    }

    private void OnCommit(Commit commit)
    {
        if (commit.Life != _life)
        {
            return;
        }

        _script.Log.Commit(commit.Event);
        if (commit.Tell)
        {
            _child.Tell(new EventsCommitted(1));
        }

        if (_script.Log.IsEnded)
        {
            Context.Stop(_child);
            _script.Runner.Ended(_script.Job.Kind, commit.Event.Step);
            return;
        }

        var count = _script.Log.Events.Count;
        foreach (var interruption in _script.Interruptions.Where(i => i.AfterEvents <= count))
        {
            Carry(interruption);
        }
    }

    private void Carry(Interruption interruption)
    {
        if (_script.Log.IsEnded || !_done.Add(interruption))
        {
            return;
        }

        if (interruption.Kind == InterruptionKind.Restart)
        {
            Restart();
        }
        else if (!_ended && !_cancelling)
        {
            _cancelling = true;
            Append(_script.Runner.Cancelling(_script.Log.Fold(_script.Job)), tell: false);
            _child.Tell(new StopJob());
        }
    }

    private void Restart()
    {
        _life++;
        Context.Stop(_child);
        var job = _script.Log.Fold(_script.Job);

        // A stop is a durable command: an event about it that was lost is appended again by the next owner.
        var stopLost = _cancelling && !job.Cancelling;
        _ended = false;
        if (_script.Log.Events.Count == 0)
        {
            Append(_script.Runner.Queued(_script.Job), tell: false);
        }

        if (stopLost)
        {
            Append(_script.Runner.Cancelling(job), tell: false);
        }

        StartChild(stopLost ? job with { Cancelling = true } : job);
    }

    private sealed record Commit(EventDraft Event, int Life, bool Tell);
}
