using System.Linq.Expressions;

namespace Actors.Kernel.TestKit;

/// <summary>What tests of actors are made of: a test actor, and expectations about what it gets. Waiting is real, or virtual if the system runs on a <see cref="DeterministicDispatcher"/>.</summary>
public abstract partial class TestKitBase : IActorRefFactory
{
    private static int s_testActors;
    private readonly ReceivedMessages _received;
    private MessageEnvelope? _last;

    private protected TestKitBase(ActorSystem system, string? testActorName = null)
    {
        Sys = system;
        TestKitSettings = new TestKitSettings(system.Settings.Config);
        _received = new ReceivedMessages(system.Deterministic);
        TestActor = CreateTestActor(testActorName ?? $"testActor{Interlocked.Increment(ref s_testActors)}");
    }

    /// <summary>The system under test.</summary>
    public ActorSystem Sys { get; }

    /// <summary>The actor whose messages the test expects.</summary>
    public IActorRef TestActor { get; }

    /// <summary>How long the test waits.</summary>
    public TestKitSettings TestKitSettings { get; }

    /// <summary>The system's log.</summary>
    public ILoggingAdapter Log => Sys.Log;

    /// <summary>Whether the test actor has messages that the test has not taken.</summary>
    public bool HasMessages => _received.Any;

    /// <summary>The message taken last.</summary>
    public object? LastMessage => _last?.Message;

    /// <summary>The sender of the message taken last.</summary>
    public IActorRef LastSender => _last?.Sender ?? ActorRefs.Nobody;

    /// <summary>Starts an actor.</summary>
    public IActorRef ActorOf(Props props) => Sys.ActorOf(props);

    /// <summary>Starts an actor.</summary>
    public IActorRef ActorOf(Props props, string? name) => Sys.ActorOf(props, name);

    /// <summary>Starts an actor.</summary>
    public IActorRef ActorOf<TActor>()
        where TActor : ActorBase, new() => Sys.ActorOf(Props.Create<TActor>());

    /// <summary>Starts an actor.</summary>
    public IActorRef ActorOf<TActor>(string name)
        where TActor : ActorBase, new() => Sys.ActorOf(Props.Create<TActor>(), name);

    /// <summary>Starts an actor.</summary>
    public IActorRef ActorOf<TActor>(Expression<Func<TActor>> factory)
        where TActor : ActorBase => Sys.ActorOf(Props.Create(factory));

    /// <summary>Starts an actor.</summary>
    public IActorRef ActorOf<TActor>(Expression<Func<TActor>> factory, string name)
        where TActor : ActorBase => Sys.ActorOf(Props.Create(factory), name);

    /// <summary>A test actor with expectations of its own.</summary>
    public virtual TestProbe CreateTestProbe(string? name = null) => new(Sys, name);

    /// <summary>Has the test actor watch an actor: its <see cref="Terminated"/> is expected like any message.</summary>
    public IActorRef Watch(IActorRef actorToWatch)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TestActor.Tell(new TestActor.WatchRequest(actorToWatch, done), ActorRefs.NoSender);
        WaitFor(done.Task, TestKitSettings.DefaultTimeout, "the test actor to watch");
        return actorToWatch;
    }

    /// <summary>Ends the watching.</summary>
    public IActorRef Unwatch(IActorRef actorToUnwatch)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TestActor.Tell(new TestActor.UnwatchRequest(actorToUnwatch, done), ActorRefs.NoSender);
        WaitFor(done.Task, TestKitSettings.DefaultTimeout, "the test actor to unwatch");
        return actorToUnwatch;
    }

    /// <summary>The test does not get messages for which <paramref name="shouldIgnoreMessage"/> holds.</summary>
    public void IgnoreMessages(Func<object, bool> shouldIgnoreMessage) => _received.Ignore = shouldIgnoreMessage;

    /// <summary>The test does not get messages of that type for which <paramref name="shouldIgnoreMessage"/> holds.</summary>
    public void IgnoreMessages<TMsg>(Func<TMsg, bool> shouldIgnoreMessage) =>
        _received.Ignore = message => message is TMsg typed && shouldIgnoreMessage(typed);

    /// <summary>The test does not get messages of that type.</summary>
    public void IgnoreMessages<TMsg>() => _received.Ignore = message => message is TMsg;

    /// <summary>The test gets all messages again.</summary>
    public void IgnoreNoMessages() => _received.Ignore = null;

    /// <summary>Has <paramref name="pilot"/> answer the test actor's messages.</summary>
    public void SetAutoPilot(AutoPilot pilot) => _received.AutoPilot = pilot;

    /// <summary>Terminates the system and waits for it.</summary>
    /// <param name="duration">The longest wait; the default timeout if not given.</param>
    /// <param name="verifySystemShutdown">Whether a longer one is a failure.</param>
    public virtual void Shutdown(TimeSpan? duration = null, bool verifySystemShutdown = false)
    {
        Sys.Terminate();
        var ended = Ended(Sys.WhenTerminated, Dilated(duration ?? TestKitSettings.DefaultTimeout));
        if (!ended && verifySystemShutdown)
            Fail($"The system {Sys.Name} did not end in time.");
    }

    private protected static void Fail(string message) => Xunit.Assert.Fail(message);

    private protected void WaitFor(Task task, TimeSpan max, string what)
    {
        if (!Ended(task, Dilated(max)))
            Fail($"Timeout {max} while waiting for {what}.");
    }

    private LocalActorRef CreateTestActor(string name)
    {
        var received = _received;
        return (LocalActorRef)Sys.SystemGuardian.Cell.ActorOf(Props.Create(() => new TestActor(received)), name);
    }

    private bool Ended(Task task, TimeSpan max) => Sys.Deterministic is { } dispatcher
        ? dispatcher.RunUntil(() => task.IsCompleted, max)
        : ((IAsyncResult)task).AsyncWaitHandle.WaitOne(max);
}
