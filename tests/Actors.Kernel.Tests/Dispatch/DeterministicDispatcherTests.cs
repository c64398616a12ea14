using FsCheck;
using FsCheck.Fluent;

namespace Actors.Kernel.Tests.Dispatch;

public sealed class DeterministicDispatcherTests
{
    [Fact]
    public void The_same_seed_gives_the_same_run() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(),
        seed => Run(seed).ShouldBe(Run(seed))).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(50));

    [Fact]
    public void Different_seeds_give_different_runs() =>
        Enumerable.Range(0, 8).Select(Run).Distinct().Count().ShouldBeGreaterThan(6);

    [Fact]
    public void Everything_runs_on_the_calling_thread()
    {
        var threads = new HashSet<int>();
        var dispatcher = new DeterministicDispatcher(1);
        var system = Create(dispatcher);
        var actor = system.ActorOf(Props.Create(() => new Threads(threads, dispatcher.Time)));
        actor.Tell("go", ActorRefs.NoSender);

        dispatcher.Advance(TimeSpan.FromSeconds(10));

        threads.ShouldBe([Environment.CurrentManagedThreadId]);
        dispatcher.Strays.ShouldBe(0);
    }

    [Fact]
    public void Time_stands_still_but_for_Advance_and_timers_fire_at_their_own_time()
    {
        var dispatcher = new DeterministicDispatcher(1);
        var begin = dispatcher.Time.GetUtcNow();
        var fired = new List<double>();
        using var late = dispatcher.Time.CreateTimer(_ => Note(), null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        using var early = dispatcher.Time.CreateTimer(_ => Note(), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));

        dispatcher.RunUntilIdle();
        dispatcher.Time.GetUtcNow().ShouldBe(begin);
        dispatcher.Advance(TimeSpan.FromSeconds(7));

        fired.ShouldBe([2, 4, 5, 6]);
        dispatcher.Time.GetUtcNow().ShouldBe(begin + TimeSpan.FromSeconds(7));
        early.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        dispatcher.Advance(TimeSpan.FromSeconds(7));
        fired.Count.ShouldBe(4);

        void Note() => fired.Add((dispatcher.Time.GetUtcNow() - begin).TotalSeconds);
    }

    [Fact]
    public void RunUntil_moves_the_time_no_further_than_needed()
    {
        var dispatcher = new DeterministicDispatcher(1);
        var begin = dispatcher.Time.GetUtcNow();
        var delay = dispatcher.Run(async () => await Task.Delay(TimeSpan.FromSeconds(3), dispatcher.Time));

        delay.IsCompletedSuccessfully.ShouldBeTrue();
        dispatcher.Time.GetUtcNow().ShouldBe(begin + TimeSpan.FromSeconds(3));
        dispatcher.RunUntil(() => false).ShouldBeFalse();
        dispatcher.Time.GetUtcNow().ShouldBe(begin + TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Run_says_so_when_the_code_waits_for_what_does_not_happen() =>
        await Should.ThrowAsync<InvalidOperationException>(new DeterministicDispatcher(1).Run(() => new TaskCompletionSource().Task));

    [Fact]
    public void What_runs_on_it_may_not_run_it()
    {
        var dispatcher = new DeterministicDispatcher(1);
        dispatcher.Post(() => dispatcher.RunUntilIdle());

        Should.Throw<InvalidOperationException>(() => dispatcher.RunUntilIdle());
    }

    [Fact]
    public void Several_systems_share_one_run()
    {
        var dispatcher = new DeterministicDispatcher(4);
        var seen = new List<string>();
        var (one, two) = (Create(dispatcher), Create(dispatcher));
        var there = two.ActorOf(Props.Create(() => new Ponging()));
        one.ActorOf(Props.Create(() => new Pinging(there, seen)));

        dispatcher.RunUntil(() => seen.Count == 3).ShouldBeTrue();
    }

    private static ActorSystem Create(DeterministicDispatcher dispatcher) =>
        ActorSystem.Create("sim", ActorSystemSetup.Create(new KernelSetup { Dispatcher = dispatcher, Log = _ => { } }));

    private static string Run(int seed)
    {
        var dispatcher = new DeterministicDispatcher(seed);
        var system = Create(dispatcher);
        var trace = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var number = i;
            system.ActorOf(Props.Create(() => new Chatter(number, dispatcher, trace)), $"chatter-{i}");
        }

        dispatcher.Advance(TimeSpan.FromSeconds(3));
        system.Terminate();
        dispatcher.RunUntil(() => system.WhenTerminated.IsCompleted).ShouldBeTrue();
        trace.Count.ShouldBe(5 * 3 * 3);
        dispatcher.Strays.ShouldBe(0);
        return string.Join(' ', trace);
    }

    /// <summary>Timers, awaits, asks, pipes, chance: everything by which a run could stray.</summary>
    private sealed class Chatter : ReceiveActor, IWithTimers
    {
        public Chatter(int number, DeterministicDispatcher dispatcher, List<string> trace)
        {
            ReceiveAsync<string>(
                async tick =>
                {
                    trace.Add($"{number}:{tick}");
                    await Task.Delay(TimeSpan.FromMilliseconds(dispatcher.Random.Next(3)), dispatcher.Time);
                    await Task.Yield();
                    trace.Add($"{number}:{Context.System.Scheduler.Now.Millisecond}");
                    _ = Context.Self.Ask<string>("?").PipeTo(Context.Self, failure: e => e);
                },
                text => text == "tick");
            Receive<string>(text => Sender.Tell($"answer {text}"), text => text == "?");
            Receive<string>(text => trace.Add($"{number}:{text}"));
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => Timers.StartPeriodicTimer("tick", "tick", TimeSpan.FromSeconds(1) - TimeSpan.FromMilliseconds(10));
    }

    private sealed class Threads : ReceiveActor
    {
        public Threads(HashSet<int> threads, TimeProvider time) => ReceiveAsync<string>(async text =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            await Task.Delay(TimeSpan.FromSeconds(1), time);
            threads.Add(Environment.CurrentManagedThreadId);
            await Task.WhenAll(Task.Delay(TimeSpan.FromSeconds(1), time), Task.CompletedTask);
            threads.Add(Environment.CurrentManagedThreadId);
            _ = Later(threads, time).PipeTo(Self, success: () => threads.Add(Environment.CurrentManagedThreadId));
        });

        private static async Task Later(HashSet<int> threads, TimeProvider time)
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1), time);
            var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = stop.Token.Register(stopped.SetResult);
            await stopped.Task;
            threads.Add(Environment.CurrentManagedThreadId);
        }
    }

    private sealed class Pinging : ReceiveActor
    {
        public Pinging(IActorRef there, List<string> seen)
        {
            there.Tell("ping");
            Receive<string>(text =>
            {
                seen.Add(text);
                Sender.Tell("ping");
            });
        }
    }

    private sealed class Ponging : ReceiveActor
    {
        public Ponging() => Receive<string>(_ => Sender.Tell("pong"));
    }
}
