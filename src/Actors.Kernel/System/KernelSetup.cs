namespace Actors.Kernel;

/// <summary>What this engine can be given besides a configuration.</summary>
public sealed class KernelSetup : Setup
{
    /// <summary>The time of the scheduler, of timers and of <c>Ask</c>. By default that of <see cref="Dispatcher"/>, else the machine's.</summary>
    public TimeProvider? Time { get; init; }

    /// <summary>Runs all actors on one thread in a seeded order; <c>null</c> for the thread pool.</summary>
    public DeterministicDispatcher? Dispatcher { get; init; }

    /// <summary>Chance for back-off. By default that of <see cref="Dispatcher"/>, else seeded from the time.</summary>
    public Random? Random { get; init; }

    /// <summary>Where log lines go instead of the standard output. Called on any thread; must not throw and not wait.</summary>
    public Action<LogEvent>? Log { get; init; }
}
