namespace Actors.Kernel;

/// <summary>Starts its only child again after a while, longer each time, and passes messages on to it; what the child tells it goes to its own parent.</summary>
public sealed class BackoffSupervisor : UntypedActor
{
    private readonly BackoffOptions _options;
    private IActorRef? _child;
    private int _restarts;
    private bool _failed;

    internal BackoffSupervisor(BackoffOptions options) => _options = options;

    /// <summary>A supervisor with those options.</summary>
    public static Props Props(BackoffOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Kernel.Props.Create(() => new BackoffSupervisor(options));
    }

    /// <inheritdoc/>
    protected override void PreStart() => StartNow();

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy()
    {
        var strategy = _options.Strategy ?? new OneForOneStrategy(Kernel.SupervisorStrategy.DefaultDecider);
        if (!_options.IsOnFailure)
            return strategy;

        // Its end is awaited like any other: the start after it is planned in OnReceive.
        return new OneForOneStrategy(-1, -1, cause =>
        {
            var directive = strategy.Decider.Decide(cause);
            if (directive != Directive.Restart)
                return directive;
            _failed = true;
            return Directive.Stop;
        });
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Terminated ended when ended.ActorRef.Equals(_child):
                _child = null;
                ChildEnded();
                break;
            case StartChild:
                StartNow();
                break;
            case ResetRestartCount reset:
                if (reset.Current == _restarts)
                    _restarts = 0;
                break;
            case Reset:
                if (_options.AutoReset is null)
                    _restarts = 0;
                else
                    Unhandled(message);
                break;
            case GetRestartCount:
                Sender.Tell(new RestartCount(_restarts));
                break;
            case GetCurrentChild:
                Sender.Tell(new CurrentChild(_child ?? ActorRefs.Nobody));
                break;
            case var _ when Sender.Equals(_child):
                Context.Parent.Forward(message);
                break;
            case var _ when _child is not null:
                _child.Forward(message);
                break;
            case var _ when _options.ReplyWhileStopped is { } reply:
                Sender.Tell(reply);
                break;
            default:
                Context.System.DeadLetters.Forward(message);
                break;
        }
    }

    private void ChildEnded()
    {
        var again = !_options.IsOnFailure || _failed;
        _failed = false;
        if (!again || (_options.MaxNrOfRetries >= 0 && _restarts >= _options.MaxNrOfRetries))
        {
            Context.Stop(Self);
            return;
        }

        var delay = _options.Delay(_restarts, Context.System.NextDouble());
        _restarts++;
        Context.System.Scheduler.ScheduleTellOnce(delay, Self, StartChild.Instance, Self);
    }

    private void StartNow()
    {
        if (_child is not null)
            return;
        _child = Context.Watch(Context.ActorOf(_options.ChildProps, _options.ChildName));
        if (_options.AutoReset is { } reset && _restarts > 0)
            Context.System.Scheduler.ScheduleTellOnce(reset, Self, new ResetRestartCount(_restarts), Self);
    }

    /// <summary>Asks for the child; answered with <see cref="CurrentChild"/>.</summary>
    public sealed class GetCurrentChild
    {
        /// <summary>The only instance.</summary>
        public static readonly GetCurrentChild Instance = new();

        private GetCurrentChild()
        {
        }
    }

    /// <summary>The child.</summary>
    public sealed class CurrentChild
    {
        /// <summary>With the child, or nobody.</summary>
        public CurrentChild(IActorRef @ref) => Ref = @ref;

        /// <summary>The child; nobody while there is none.</summary>
        public IActorRef Ref { get; }
    }

    /// <summary>Asks how often in a row the child was started again; answered with <see cref="RestartCount"/>.</summary>
    public sealed class GetRestartCount
    {
        /// <summary>The only instance.</summary>
        public static readonly GetRestartCount Instance = new();

        private GetRestartCount()
        {
        }
    }

    /// <summary>How often in a row the child was started again.</summary>
    public sealed class RestartCount
    {
        /// <summary>With the count.</summary>
        public RestartCount(int count) => Count = count;

        /// <summary>The count.</summary>
        public int Count { get; }
    }

    /// <summary>From the child: it is well, begin with the shortest wait again. Only with manual reset.</summary>
    public sealed class Reset
    {
        /// <summary>The only instance.</summary>
        public static readonly Reset Instance = new();

        private Reset()
        {
        }
    }

    private sealed class StartChild : IDeadLetterSuppression
    {
        internal static readonly StartChild Instance = new();
    }

    private sealed record ResetRestartCount(int Current) : IDeadLetterSuppression;
}
