namespace Actors.Kernel;

/// <summary>The ordered end of a system: tasks in phases, one phase after the other, the tasks of a phase at once, and each phase within its time. Runs once.</summary>
public sealed class CoordinatedShutdown
{
    /// <summary>The first phase.</summary>
    public const string PhaseBeforeServiceUnbind = "before-service-unbind";

    /// <summary>Take no more connections.</summary>
    public const string PhaseServiceUnbind = "service-unbind";

    /// <summary>Wait for requests that are being served.</summary>
    public const string PhaseServiceRequestsDone = "service-requests-done";

    /// <summary>Close the connections that are left.</summary>
    public const string PhaseServiceStop = "service-stop";

    /// <summary>Before the node leaves the others.</summary>
    public const string PhaseBeforeClusterShutdown = "before-cluster-shutdown";

    /// <summary>Hand the shards over.</summary>
    public const string PhaseClusterShardingShutdownRegion = "cluster-sharding-shutdown-region";

    /// <summary>Leave the others.</summary>
    public const string PhaseClusterLeave = "cluster-leave";

    /// <summary>Being on the way out.</summary>
    public const string PhaseClusterExiting = "cluster-exiting";

    /// <summary>The others know.</summary>
    public const string PhaseClusterExitingDone = "cluster-exiting-done";

    /// <summary>The membership ends.</summary>
    public const string PhaseClusterShutdown = "cluster-shutdown";

    /// <summary>The last phase with all actors.</summary>
    public const string PhaseBeforeActorSystemTerminate = "before-actor-system-terminate";

    /// <summary>All actors stop.</summary>
    public const string PhaseActorSystemTerminate = "actor-system-terminate";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ShutdownPhase> _phases;
    private readonly List<string> _order;
    private readonly Dictionary<string, List<(string Name, Func<Task<Done>> Run)>> _tasks = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<Done> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ActorSystem _system;

    internal CoordinatedShutdown(ActorSystem system)
    {
        _system = system;
        _phases = ShutdownPhase.FromConfig(system.Settings.Config.GetConfig("akka.coordinated-shutdown"));
        _order = ShutdownPhase.InOrder(_phases);
        if (system.Settings.TerminateByShutdown)
            AddTask(PhaseActorSystemTerminate, "terminate-system", TerminateSystem);
    }

    /// <summary>Why the shutdown runs; <c>null</c> before.</summary>
    public Reason? ShutdownReason { get; private set; }

    /// <summary>The time that all phases with tasks have together.</summary>
    public TimeSpan TotalTimeout
    {
        get
        {
            lock (_gate)
                return _tasks.Keys.Aggregate(TimeSpan.Zero, (sum, phase) => sum + Timeout(phase));
        }
    }

    /// <summary>The shutdown of <paramref name="sys"/>.</summary>
    public static CoordinatedShutdown Get(ActorSystem sys)
    {
        ArgumentNullException.ThrowIfNull(sys);
        return sys.Shutdown;
    }

    /// <summary>Adds a task to a phase. A task added while its phase runs or after it does not run.</summary>
    /// <exception cref="ConfigurationException">There is no such phase.</exception>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public void AddTask(string phase, string taskName, Func<Task<Done>> task)
    {
        ArgumentException.ThrowIfNullOrEmpty(taskName);
        ArgumentNullException.ThrowIfNull(task);
        lock (_gate)
        {
            if (!_phases.ContainsKey(phase))
                throw new ConfigurationException(Unknown(phase));
            if (!_tasks.TryGetValue(phase, out var tasks))
                _tasks[phase] = tasks = [];
            tasks.Add((taskName, task));
        }
    }

    /// <summary>The time that <paramref name="phase"/> may take.</summary>
    public TimeSpan Timeout(string phase) => _phases.TryGetValue(phase, out var known) ? known.Timeout : throw new ArgumentException(Unknown(phase), nameof(phase));

    /// <summary>Runs the phases, from <paramref name="fromPhase"/> on if given. Only the first call runs them; each call returns their end.</summary>
    public Task<Done> Run(Reason reason, string? fromPhase = null)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (fromPhase is not null && !_phases.ContainsKey(fromPhase))
            throw new ArgumentException(Unknown(fromPhase), nameof(fromPhase));
        lock (_gate)
        {
            if (ShutdownReason is not null)
                return _done.Task;
            ShutdownReason = reason;
        }

        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_system.Dispatchers.Default.Context);
        try
        {
            _ = RunPhases(fromPhase is null ? _order : _order[_order.IndexOf(fromPhase)..]);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }

        return _done.Task;
    }

    private static string Unknown(string phase) => $"Unknown phase [{phase}]. All phases must be defined in configuration.";

    private async Task RunPhases(List<string> phases)
    {
        try
        {
            foreach (var phase in phases)
                await RunPhase(phase);
            _done.SetResult(Done.Instance);
        }
        catch (Exception e)
        {
            _done.SetException(e);
        }
    }

    private async Task RunPhase(string phase)
    {
        (string Name, Func<Task<Done>> Run)[] tasks;
        lock (_gate)
            tasks = _tasks.TryGetValue(phase, out var added) ? [.. added] : [];
        if (tasks.Length == 0)
            return;
        var (_, timeout, recover) = _phases[phase];
        _system.Log.Debug("Performing phase [{0}] with [{1}] tasks", phase, tasks.Length);
        using var overdue = new CancellationTokenSource();
        var all = Task.WhenAll(tasks.Select(task => RunTask(phase, task.Name, task.Run, recover)));
        var late = Task.Delay(timeout, _system.Time, overdue.Token);
        if (await Task.WhenAny(all, late) == all)
        {
            // Not CancelAsync: that goes through the thread pool, which a deterministic run must not.
            overdue.Cancel();
            await all;
            return;
        }

        if (!recover)
            throw new TimeoutException($"Coordinated shutdown phase [{phase}] timed out after {timeout}");
        _system.Log.Warning("Coordinated shutdown phase [{0}] timed out after {1}", phase, timeout);
    }

    private async Task RunTask(string phase, string name, Func<Task<Done>> run, bool recover)
    {
        try
        {
            await run();
        }
        catch (Exception e) when (recover)
        {
            _system.Log.Warning(e, "Task [{0}] failed in phase [{1}]: {2}", name, phase, e.Message);
        }
    }

    private async Task<Done> TerminateSystem()
    {
        await _system.StopAll();
        return Done.Instance;
    }

    /// <summary>Why a system shuts down; derive from it for reasons of one's own.</summary>
    public class Reason
    {
        /// <summary>For derived classes.</summary>
        protected Reason()
        {
        }
    }

    /// <summary>Nobody said.</summary>
    public sealed class UnknownReason : Reason
    {
        /// <summary>The only instance.</summary>
        public static readonly Reason Instance = new UnknownReason();

        private UnknownReason()
        {
        }
    }

    /// <summary><see cref="ActorSystem.Terminate"/> was called.</summary>
    public sealed class ActorSystemTerminateReason : Reason
    {
        /// <summary>The only instance.</summary>
        public static readonly Reason Instance = new ActorSystemTerminateReason();

        private ActorSystemTerminateReason()
        {
        }
    }

    /// <summary>The process was asked to exit.</summary>
    public sealed class ClrExitReason : Reason
    {
        /// <summary>The only instance.</summary>
        public static readonly Reason Instance = new ClrExitReason();

        private ClrExitReason()
        {
        }
    }
}
