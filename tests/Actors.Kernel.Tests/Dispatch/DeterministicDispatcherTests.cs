namespace Actors.Kernel.Tests.Dispatch;

public sealed class DeterministicDispatcherTests
{
    [Fact]
    public void The_same_seed_gives_the_same_run() => Run(7).ShouldBe(Run(7));

    [Fact]
    public void Different_seeds_give_different_runs() =>
        Enumerable.Range(0, 8).Select(Run).Distinct().Count().ShouldBeGreaterThan(1);

    private static string Run(int seed)
    {
        var dispatcher = new DeterministicDispatcher(seed);
        var system = ActorSystem.Create("sim", ActorSystemSetup.Create(new KernelSetup { Dispatcher = dispatcher, Log = _ => { } }));
        var trace = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var number = i;
            system.ActorOf(Props.Create(() => new Chatter(number, trace)), $"chatter-{i}");
        }

        dispatcher.Advance(TimeSpan.FromSeconds(3));
        system.Terminate();
        dispatcher.RunUntil(() => system.WhenTerminated.IsCompleted).ShouldBeTrue();
        trace.Count.ShouldBe(5 * 2 * 3);
        return string.Join(' ', trace);
    }

    private sealed class Chatter : ReceiveActor, IWithTimers
    {
        public Chatter(int number, List<string> trace)
        {
            var time = Context.System.Scheduler;
            ReceiveAsync<string>(async tick =>
            {
                trace.Add($"{number}:{tick}");
                await Task.Yield();
                trace.Add($"{number}:{time.Now.Second}");
            });
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() =>
            Timers.StartPeriodicTimer("tick", "tick", TimeSpan.FromSeconds(1));
    }
}
