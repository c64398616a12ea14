namespace Actors.Sessions.Streams;

/// <summary>
/// <c>/user/sessions</c>: makes a session for each connection, and sweeps over all of them four times a second in place of a
/// timer for each: heartbeats, slow clients, expiry. A sweep costs a few comparisons for each session.
/// </summary>
internal sealed class SessionsActor(StreamEnvironment env) : UntypedActor, IWithTimers
{
    private const string SweepTimer = "sweep";
    private const string DrainTimer = "drain";

    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan DrainInterval = TimeSpan.FromMilliseconds(100);

    private readonly Props _session = Props.CreateBy(new Producer<SessionActor>(() => new SessionActor(env)));
    private readonly Props _poll = Props.CreateBy(new Producer<PollActor>(() => new PollActor(env)));
    private readonly List<SessionHandle> _handles = [];
    private IActorRef? _drainer;
    private int _drainStep;

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer(SweepTimer, SweepTimer, SweepInterval);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case OpenSession open:
                Begin(_session, open);
                break;
            case OpenPoll open:
                Begin(_poll, open);
                break;
            case SessionLeft left:
                Remove(left.Handle);
                break;
            case SweepTimer:
                Sweep();
                break;
            case DrainSessions drain:
                Drain(drain.Over);
                break;
            case DrainTimer:
                DrainSome();
                break;
        }
    }

    /// <summary>A session that fails is over: its client comes back with its cursor.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void Begin<TOpen>(Props props, TOpen open)
    {
        var id = Convert.ToHexStringLower(env.Ids.Next().ToByteArray(bigEndian: true).AsSpan(6));
        var handle = new SessionHandle(Context.ActorOf(props, id))
        {
            Index = _handles.Count,
            BeatAt = env.Now + env.Jitter((int)env.Options.HeartbeatInterval.TotalMilliseconds),
        };
        _handles.Add(handle);
        handle.Session.Tell(new Begin<TOpen>(open, handle, id), Self);
        if (_drainer is not null)
        {
            handle.Session.Tell(StreamSignal.Drain, Self);
        }
    }

    private void Remove(SessionHandle handle)
    {
        var last = _handles[^1];
        (_handles[handle.Index], last.Index) = (last, handle.Index);
        _handles.RemoveAt(_handles.Count - 1);
        if (_handles.Count == 0)
        {
            Drained();
        }
    }

    private void Sweep()
    {
        var now = env.Now;
        var (beat, patience) = ((long)env.Options.HeartbeatInterval.TotalMilliseconds, (long)env.Options.SlowClientTimeout.TotalMilliseconds);
        foreach (var handle in _handles)
        {
            if (now >= handle.BeatAt)
            {
                handle.BeatAt += beat;
                handle.Session.Tell(StreamSignal.Beat, ActorRefs.NoSender);
            }

            if (handle.StalledAt is > 0 and var stalled && now - stalled >= patience)
            {
                handle.StalledAt = 0;
                env.Counters.WasSlow();
                handle.Session.Tell(StreamSignal.TooSlow, ActorRefs.NoSender);
            }

            if (handle.Deadline is > 0 and var deadline && now >= deadline)
            {
                handle.Deadline = 0;
                handle.Session.Tell(StreamSignal.Deadline, ActorRefs.NoSender);
            }
        }
    }

    private void Drain(TimeSpan over)
    {
        _drainer = Sender;
        _drainStep = Math.Max(1, (int)Math.Ceiling(_handles.Count * (DrainInterval / (over > DrainInterval ? over : DrainInterval))));
        Timers.StartPeriodicTimer(DrainTimer, DrainTimer, TimeSpan.Zero, DrainInterval);
        if (_handles.Count == 0)
        {
            Drained();
        }
    }

    /// <summary>Ends the next few, and again those that have been told and are still there.</summary>
    private void DrainSome()
    {
        for (var i = Math.Max(0, _handles.Count - _drainStep); i < _handles.Count; i++)
        {
            _handles[i].Session.Tell(StreamSignal.Drain, Self);
        }
    }

    private void Drained()
    {
        if (_drainer is not null)
        {
            Timers.Cancel(DrainTimer);
            _drainer.Tell(Done.Instance, Self);
        }
    }

    private sealed class Producer<TActor>(Func<TActor> make) : IIndirectActorProducer
        where TActor : ActorBase
    {
        public Type ActorType => typeof(TActor);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }
}
