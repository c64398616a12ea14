namespace Actors.Kernel;

/// <summary>
/// Runs a whole system, or several, on the thread that calls it: one message at a time, from a mailbox that a seeded generator
/// picks among those that are ready, in virtual time. The same seed and the same calls give the same run.
/// Code that runs here, in actors and outside of them, comes back here after each <c>await</c>. What goes through the thread pool
/// does not: <c>ConfigureAwait(false)</c>, <c>Task.Run</c>, <c>CancelAsync</c>, and <c>Task.WhenAll</c> or <c>WhenAny</c> on a completion
/// source with <c>RunContinuationsAsynchronously</c>. <see cref="Strays"/> counts what came back from there.
/// </summary>
public sealed class DeterministicDispatcher : MessageDispatcher
{
    private readonly Lock _gate = new();
    private readonly List<object> _ready = [];
    private readonly Random _order;
    private readonly VirtualTime _time;
    private readonly DeterministicContext _context;
    private readonly DeterministicScheduler _scheduler;
    private volatile int _runningThread;
    private int _strays;

    /// <summary>A run with <paramref name="seed"/> that begins at 2000-01-01T00:00Z.</summary>
    public DeterministicDispatcher(int seed)
        : this(seed, new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>A run with <paramref name="seed"/> that begins at <paramref name="start"/>.</summary>
    public DeterministicDispatcher(int seed, DateTimeOffset start)
        : base(throughput: 1)
    {
        Seed = seed;
        _order = new Random(seed);
        Random = new Random(unchecked(seed * 31) + 17);
        _time = new VirtualTime(start);
        _context = new DeterministicContext(this);
        _scheduler = new DeterministicScheduler(this);
    }

    /// <summary>What the run was made from.</summary>
    public int Seed { get; }

    /// <summary>Virtual time: stands still but for <see cref="Advance"/> and <see cref="RunUntil"/>. Give it to everything under test.</summary>
    public TimeProvider Time => _time;

    /// <summary>Chance for the code under test, apart from what picks the mailboxes.</summary>
    public Random Random { get; }

    /// <summary>How often something became ready from another thread while this one ran. More than none: the seed no longer determines the run.</summary>
    public int Strays => Volatile.Read(ref _strays);

    internal override SynchronizationContext Context => _context;

    /// <summary>Where continuations go of what runs on this thread now.</summary>
    internal static TaskScheduler CurrentScheduler =>
        (ActorCell.Current?.SystemImpl.Deterministic ?? (SynchronizationContext.Current as DeterministicContext)?.Dispatcher)?._scheduler
        ?? TaskScheduler.Default;

    /// <summary>Runs what is ready, and what becomes ready by it, without moving the time.</summary>
    /// <returns>The number of turns taken.</returns>
    public int RunUntilIdle()
    {
        var steps = 0;
        while (Step())
            steps++;
        return steps;
    }

    /// <summary>Moves the time by <paramref name="span"/>, running each timer at its own time and everything that follows from it.</summary>
    public void Advance(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        var until = _time.GetUtcNow() + span;
        RunUntilIdle();
        while (_time.NextDue is { } due && due <= until)
        {
            Fire();
            RunUntilIdle();
        }

        _time.MoveTo(until);
    }

    /// <summary>Runs until <paramref name="condition"/> holds, moving the time to the next timer whenever nothing is ready.</summary>
    /// <param name="condition">Looked at after each turn.</param>
    /// <param name="within">The most that the time may move; an hour if not given.</param>
    /// <returns><c>false</c> if nothing was left to do, or not within that time.</returns>
    public bool RunUntil(Func<bool> condition, TimeSpan? within = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var until = _time.GetUtcNow() + (within ?? TimeSpan.FromHours(1));
        while (!condition())
        {
            if (Step())
                continue;
            if (_time.NextDue is not { } due)
                return false;
            if (due > until)
            {
                _time.MoveTo(until);
                return false;
            }

            Fire();
        }

        return true;
    }

    /// <summary>Runs asynchronous code here, from its beginning to its end.</summary>
    /// <exception cref="InvalidOperationException">Nothing was left to do before it ended.</exception>
    public async Task Run(Func<Task> code)
    {
        ArgumentNullException.ThrowIfNull(code);
        var task = Enter(code);
        if (!RunUntil(() => task.IsCompleted))
            throw new InvalidOperationException("The code waits for something that does not happen in this run.");
        await task;
    }

    /// <summary>Makes <paramref name="action"/> one of the things that are ready. Safe to call from any thread, though then the run is no longer determined by its seed.</summary>
    public void Post(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Enqueue(new PostedWork(static state => ((Action)state!)(), action));
    }

    internal override void Schedule(Mailbox mailbox) => Enqueue(mailbox);

    internal override void ScheduleAgain(Mailbox mailbox) => Enqueue(mailbox);

    internal void Enqueue(object work)
    {
        var runningThread = _runningThread;
        if (runningThread != 0 && runningThread != Environment.CurrentManagedThreadId)
            Interlocked.Increment(ref _strays);
        lock (_gate)
            _ready.Add(work);
    }

    /// <summary>Calls <paramref name="code"/> with the continuations coming back here.</summary>
    internal T Enter<T>(Func<T> code)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_context);
        try
        {
            return code();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private void Fire() => Enter(() =>
    {
        _time.FireNext();
        return true;
    });

    private bool Step()
    {
        if (_runningThread != 0)
            throw new InvalidOperationException("The dispatcher is running already: what runs on it may not run it.");
        object work;
        lock (_gate)
        {
            if (_ready.Count == 0)
                return false;
            var index = _order.Next(_ready.Count);
            work = _ready[index];
            _ready[index] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
        }

        _runningThread = Environment.CurrentManagedThreadId;
        try
        {
            Enter(() =>
            {
                ((IThreadPoolWorkItem)work).Execute();
                return true;
            });
        }
        finally
        {
            _runningThread = 0;
        }

        return true;
    }
}
