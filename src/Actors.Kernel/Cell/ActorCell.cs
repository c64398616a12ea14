namespace Actors.Kernel;

/// <summary>What is behind a reference: the actor's instance, its behaviour, its mailbox, and, only where they are used, children, watches and timeouts.</summary>
internal sealed partial class ActorCell : IUntypedActorContext
{
    [ThreadStatic]
    private static ActorCell? t_current;

    private readonly LocalActorRef _self;
    private ActorBase? _actor;
    private object? _message;
    private IActorRef? _sender;
    private int _envelopeId;

    internal ActorCell(ActorSystem system, LocalActorRef self, Props props)
    {
        SystemImpl = system;
        _self = self;
        Props = props;

        // The guardians' children are made from any thread, so their place must be there before.
        if (self.ParentActor is null)
            _children = new Children();
        Mailbox = new Mailbox(this, system.Dispatchers.Lookup(props.Dispatcher), system.Mailboxes.Capacity(props.Mailbox));
    }

    /// <summary>The actor that runs on this thread.</summary>
    internal static ActorCell? Current
    {
        get => t_current;
        set => t_current = value;
    }

    internal static ActorCell Required => t_current
        ?? throw new NotSupportedException("There is no active ActorContext, this is most likely due to use of async operations from within this actor.");

    internal ActorSystem SystemImpl { get; }

    internal Mailbox Mailbox { get; }

    internal LocalActorRef SelfRef => _self;

    internal object? CurrentMessage => _message;

    /// <summary>Another number for each message handled: tells the stash that it has seen a message before.</summary>
    internal int EnvelopeId => _envelopeId;

    public Props Props { get; }

    public IActorRef Self => _self;

    public IActorRef Sender => _sender ?? SystemImpl.DeadLetters;

    public IActorRef Parent => _self.Supervisor;

    public ActorSystem System => SystemImpl;

    internal void Start() => Mailbox.PostSystem(new Create());

    /// <summary>Handles one message. Costs no allocation but what the handler itself makes.</summary>
    internal void Invoke(object message, IActorRef? sender)
    {
        var timeout = _timeout;
        var influences = timeout is not null && message is not INotInfluenceReceiveTimeout;
        try
        {
            _message = message;
            _sender = sender;
            _envelopeId++;
            if (influences)
                timeout!.Cancel();
            if (message is IAutoReceivedMessage automatic)
                AutoReceive(automatic);
            else
                Deliver(message);
            if (!IsAwaiting)
                _message = null;
        }
        catch (Exception cause)
        {
            HandleInvokeFailure(cause, null);
        }
        finally
        {
            _timeout?.Check(influences && !IsAwaiting);
        }
    }

    private void Deliver(object message)
    {
        if (message is TimerMessage tick)
        {
            if (tick.Accept(_actor) is not { } due)
                return;
            message = due;
            _message = due;
        }

        var behaviour = _behaviour;
        var actor = _actor!;
        if (!(behaviour is null ? actor.Handle(message) : behaviour(message)))
            actor.NotHandled(message);
    }

    private void AutoReceive(IAutoReceivedMessage message)
    {
        switch (message)
        {
            case Terminated terminated:
                ReceivedTerminated(terminated);
                break;
            case PoisonPill:
                Stop(_self);
                break;
            case Kill:
                throw new ActorKilledException("Kill");
        }
    }

    private ActorBase NewActor()
    {
        ResetBehaviour();
        var actor = Props.NewActor() ?? throw new ActorInitializationException(_self, "Actor instance passed to ActorOf can't be null");
        if (actor is IActorStash stashing)
            stashing.Stash = new Stash(this, SystemImpl.Mailboxes.StashCapacity(Props.Mailbox));
        if (actor is IWithTimers timing)
            timing.Timers = new TimerScheduler(this);
        actor.Constructed();
        return actor;
    }

    /// <summary>The instance is used no more: what it had stashed goes back before the other messages.</summary>
    private void Retire(ActorBase actor)
    {
        if (actor is IActorStash { Stash: { } stash })
            stash.UnstashAll();
        Props.Release(actor);
    }

    private void Publish(LogEvent line) => SystemImpl.Publish(line);

    private string Where => _self.Path.ToString();
}
