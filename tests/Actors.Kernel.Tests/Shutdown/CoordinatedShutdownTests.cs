namespace Actors.Kernel.Tests.Shutdown;

public sealed class CoordinatedShutdownTests
{
    private readonly DeterministicDispatcher _dispatcher = new(11);
    private readonly List<string> _seen = [];

    [Fact]
    public void Phases_run_in_their_order_and_the_system_ends_last()
    {
        var system = Create("");
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "stop", Note("stop"));
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "first", Note("first"));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "unbind", Note("unbind"));
        system.RegisterOnTermination(() => _seen.Add("terminated"));

        var run = shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance);

        _dispatcher.RunUntil(() => run.IsCompleted).ShouldBeTrue();
        _seen.ShouldBe(["first", "unbind", "stop", "terminated"]);
        shutdown.ShutdownReason.ShouldBe(CoordinatedShutdown.ClrExitReason.Instance);
        system.WhenTerminated.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public void Terminate_runs_it_once()
    {
        var system = Create("");
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceStop, "stop", Note("stop"));

        system.Terminate();
        var again = CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.UnknownReason.Instance);

        _dispatcher.RunUntil(() => system.WhenTerminated.IsCompleted && again.IsCompleted).ShouldBeTrue();
        _seen.ShouldBe(["stop"]);
        CoordinatedShutdown.Get(system).ShutdownReason.ShouldBe(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
    }

    [Fact]
    public void A_phase_that_takes_too_long_is_left_behind()
    {
        var system = Create("akka.coordinated-shutdown.phases.service-stop.timeout = 7s");
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "for ever", () => new TaskCompletionSource<Done>().Task);
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "next", Note("next"));
        shutdown.Timeout(CoordinatedShutdown.PhaseServiceStop).ShouldBe(TimeSpan.FromSeconds(7));

        shutdown.Run(CoordinatedShutdown.UnknownReason.Instance);

        _dispatcher.Advance(TimeSpan.FromSeconds(6.9));
        _seen.ShouldBeEmpty();
        _dispatcher.Advance(TimeSpan.FromSeconds(0.1));
        _seen.ShouldBe(["next"]);
    }

    [Fact]
    public void A_failing_task_is_passed_over_unless_its_phase_says_otherwise()
    {
        var passing = Create("");
        CoordinatedShutdown.Get(passing).AddTask(CoordinatedShutdown.PhaseServiceStop, "fail", () => throw new InvalidOperationException("why"));
        CoordinatedShutdown.Get(passing).AddTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "next", Note("next"));
        var strict = Create("akka.coordinated-shutdown.phases.service-stop.recover = off");
        CoordinatedShutdown.Get(strict).AddTask(CoordinatedShutdown.PhaseServiceStop, "fail", () => throw new InvalidOperationException("why"));
        CoordinatedShutdown.Get(strict).AddTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "never", Note("never"));

        var (passed, stopped) = (CoordinatedShutdown.Get(passing).Run(CoordinatedShutdown.UnknownReason.Instance), CoordinatedShutdown.Get(strict).Run(CoordinatedShutdown.UnknownReason.Instance));
        _dispatcher.RunUntil(() => passed.IsCompleted && stopped.IsCompleted).ShouldBeTrue();

        passed.IsCompletedSuccessfully.ShouldBeTrue();
        stopped.Exception!.InnerException!.Message.ShouldBe("why");
        _seen.ShouldBe(["next"]);
    }

    [Fact]
    public void A_run_can_begin_at_a_later_phase()
    {
        var shutdown = CoordinatedShutdown.Get(Create(""));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "skipped", Note("skipped"));
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterLeave, "leave", Note("leave"));

        var run = shutdown.Run(CoordinatedShutdown.UnknownReason.Instance, CoordinatedShutdown.PhaseServiceStop);
        _dispatcher.RunUntil(() => run.IsCompleted).ShouldBeTrue();

        _seen.ShouldBe(["leave"]);
    }

    [Fact]
    public void Unknown_phases_are_refused()
    {
        var shutdown = CoordinatedShutdown.Get(Create(""));

        Should.Throw<ConfigurationException>(() => shutdown.AddTask("nowhere", "task", Note("never")));
        Should.Throw<ArgumentException>(() => shutdown.Timeout("nowhere"));
        Should.Throw<ArgumentException>(() => { _ = shutdown.Run(CoordinatedShutdown.UnknownReason.Instance, "nowhere"); });
    }

    [Fact]
    public void A_phase_that_depends_on_itself_is_refused() => Should.Throw<ArgumentException>(() => CoordinatedShutdown.Get(Create("""
        akka.coordinated-shutdown.phases {
          a { depends-on = [b] }
          b { depends-on = [a] }
        }
        """)));

    private ActorSystem Create(string config) => ActorSystem.Create("shutdown", BootstrapSetup.Create().WithConfig(config)
        .And(new KernelSetup { Dispatcher = _dispatcher, Log = _ => { } }));

    private Func<Task<Done>> Note(string what) => async () =>
    {
        await Task.Yield();
        _seen.Add(what);
        return Done.Instance;
    };
}
