namespace Actors.Kernel;

/// <summary>A tree of actors in this process, with its time, its log and its end. Safe to use from any thread.</summary>
public sealed class ActorSystem : IActorRefFactory, IDisposable
{
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lazy<CoordinatedShutdown> _shutdown;
    private readonly Action<LogEvent>? _log;
    private readonly Random _random;
    private readonly Lock _gate = new();
    private readonly List<Action> _onTermination = [];
    private readonly DateTimeOffset _begin;
    private long _uids;
    private long _temps;
    private int _terminating;

    private ActorSystem(string name, ActorSystemSetup setup)
    {
        var kernel = setup.Get<KernelSetup>() ?? new KernelSetup();
        Name = name;
        Settings = new Settings(setup.Get<BootstrapSetup>()?.Configuration ?? Config.Empty);
        Time = kernel.Time ?? kernel.Dispatcher?.Time ?? TimeProvider.System;
        Deterministic = kernel.Dispatcher;
        _log = kernel.Log ?? (Settings.LogToStandardOutput ? StandardOutputLog.Write : null);
        _begin = Time.GetUtcNow();
        _random = kernel.Random ?? kernel.Dispatcher?.Random ?? new Random(unchecked((int)Time.GetTimestamp()));
        EventStream = new EventStream();
        Log = new LoggingAdapter(this, $"ActorSystem({name})", typeof(ActorSystem));
        Dispatchers = new Dispatchers(Settings.Config, kernel.Dispatcher);
        Mailboxes = new Mailboxes(Settings.Config);
        RootPath = new ActorPath(new Address("akka", name), string.Empty);
        DeadLettersRef = new DeadLetterActorRef(this, RootPath / "deadLetters");
        Scheduler = SchedulerFactory.Create(Settings, Time, Log);
        Root = new RootActorRef(this, RootPath);
        UserGuardian = new LocalActorRef(this, Props.Create<Guardian>(), null, "user", 0);
        SystemGuardian = new LocalActorRef(this, Props.Create<Guardian>(), null, "system", 0);
        _shutdown = new Lazy<CoordinatedShutdown>(() => new CoordinatedShutdown(this));
        UserGuardian.Cell.Start();
        SystemGuardian.Cell.Start();
        var ignored = string.Join(", ", Settings.Ignored());
        if (ignored.Length > 0)
            Log.Info("This engine has no use for these configuration keys: {0}", ignored);
    }

    /// <summary>The system's name, the first part of its actors' paths.</summary>
    public string Name { get; }

    /// <summary>The system's time and timers.</summary>
    public IScheduler Scheduler { get; }

    /// <summary>Where messages go that nobody can take.</summary>
    public IActorRef DeadLetters => DeadLettersRef;

    /// <summary>What happens in the system, for whoever subscribes.</summary>
    public EventStream EventStream { get; }

    /// <summary>The log in the name of the system.</summary>
    public ILoggingAdapter Log { get; }

    /// <summary>Completes when all actors have stopped.</summary>
    public Task WhenTerminated => _terminated.Task;

    /// <summary>The time since the system began.</summary>
    public TimeSpan Uptime => Time.GetUtcNow() - _begin;

    internal Settings Settings { get; }

    internal TimeProvider Time { get; }

    internal DeterministicDispatcher? Deterministic { get; }

    internal Dispatchers Dispatchers { get; }

    internal Mailboxes Mailboxes { get; }

    internal ActorPath RootPath { get; }

    internal RootActorRef Root { get; }

    internal DeadLetterActorRef DeadLettersRef { get; }

    internal LocalActorRef UserGuardian { get; }

    internal LocalActorRef SystemGuardian { get; }

    internal CoordinatedShutdown Shutdown => _shutdown.Value;

    internal bool IsTerminating => Volatile.Read(ref _terminating) != 0;

    /// <summary>A system with the defaults.</summary>
    public static ActorSystem Create(string name) => Create(name, ActorSystemSetup.Empty);

    /// <summary>A system with a configuration; a text of HOCON converts to one.</summary>
    public static ActorSystem Create(string name, Config config) => Create(name, BootstrapSetup.Create().WithConfig(config));

    /// <summary>A system with a configuration.</summary>
    public static ActorSystem Create(string name, BootstrapSetup setup) => Create(name, ActorSystemSetup.Create(setup));

    /// <summary>A system from all parts of a setup.</summary>
    /// <exception cref="ArgumentException">The name is empty or has other symbols than ASCII letters, digits, <c>-</c> and <c>_</c>.</exception>
    /// <exception cref="ConfigurationException">The configuration is wrong.</exception>
    public static ActorSystem Create(string name, ActorSystemSetup setup)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(setup);
        if (name.Length == 0 || !char.IsAsciiLetterOrDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw new ArgumentException($"Invalid ActorSystem name [{name}], must contain only word characters (i.e. [a-zA-Z0-9] plus non-leading '-')", nameof(name));
        return new ActorSystem(name, setup);
    }

    /// <summary>Starts an actor below <c>/user</c>.</summary>
    public IActorRef ActorOf(Props props, string? name = null) => UserGuardian.Cell.ActorOf(props, name);

    /// <summary>Stops an actor, as <see cref="IActorContext.Stop"/>.</summary>
    public void Stop(IActorRef actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor is LocalActorRef { ParentActor: { } parent } local && (ReferenceEquals(parent, UserGuardian) || ReferenceEquals(parent, SystemGuardian)))
            parent.Tell(new StopChild(local), ActorRefs.NoSender);
        else
            (actor as IInternalActorRef)?.SendSystemMessage(new Terminate());
    }

    /// <summary>Runs the coordinated shutdown, which ends with the stop of all actors.</summary>
    /// <returns>Completes when all actors have stopped.</returns>
    public Task Terminate()
    {
        if (Settings.ShutdownByTerminate)
            _ = Shutdown.Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
        else
            StopAll();
        return WhenTerminated;
    }

    /// <summary>Runs <paramref name="code"/> when all actors have stopped, before <see cref="WhenTerminated"/> completes; the last registered first.</summary>
    /// <exception cref="InvalidOperationException">All actors have stopped.</exception>
    public void RegisterOnTermination(Action code)
    {
        ArgumentNullException.ThrowIfNull(code);
        lock (_gate)
        {
            if (_terminated.Task.IsCompleted)
                throw new InvalidOperationException("ActorSystem already terminated.");
            _onTermination.Add(code);
        }
    }

    /// <summary>Terminates and waits for the end; on a <see cref="DeterministicDispatcher"/>, whose caller runs it, without the wait.</summary>
    public void Dispose()
    {
        var ended = Terminate();
#pragma warning disable RS0030 // Who disposes a system relies on its end, as with Akka.NET; who can await it calls Terminate.
        if (Deterministic is null)
            ended.Wait();
#pragma warning restore RS0030
    }

    /// <summary>The system's address.</summary>
    public override string ToString() => $"akka://{Name}";

    /// <summary>Stops all actors, without the coordinated shutdown.</summary>
    internal Task StopAll()
    {
        if (Interlocked.Exchange(ref _terminating, 1) == 0)
            UserGuardian.SendSystemMessage(new Terminate());
        return WhenTerminated;
    }

    internal void FinishTermination()
    {
        Action[] callbacks;
        lock (_gate)
            callbacks = [.. Enumerable.Reverse(_onTermination)];
        foreach (var callback in callbacks)
        {
            try
            {
                callback();
            }
            catch (Exception e)
            {
                Log.Error(e, "A callback on termination failed.");
            }
        }

        (Scheduler as IDisposable)?.Dispose();
        _terminated.TrySetResult();
    }

    internal void Publish(LogEvent line)
    {
        if (line.LogLevel() < Settings.LogLevel)
            return;
        _log?.Invoke(line);
        EventStream.Publish(line);
    }

    internal long NextUid() => Interlocked.Increment(ref _uids);

    internal ActorPath NextTempPath() => RootPath / "temp" / Children.GeneratedName(Interlocked.Increment(ref _temps) - 1);

    /// <summary>A number from 0 to 1, 1 excluded.</summary>
    internal double NextDouble()
    {
        lock (_gate)
            return _random.NextDouble();
    }
}
