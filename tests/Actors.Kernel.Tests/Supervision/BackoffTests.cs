namespace Actors.Kernel.Tests.Supervision;

public sealed class BackoffTests
{
    private readonly DeterministicDispatcher _dispatcher = new(3);
    private readonly List<string> _seen = [];
    private readonly ActorSystem _system;

    public BackoffTests() =>
        _system = ActorSystem.Create("backoff", ActorSystemSetup.Create(new KernelSetup { Dispatcher = _dispatcher, Log = _ => { } }));

    [Fact]
    public void OnFailure_starts_the_child_again_after_longer_and_longer_waits()
    {
        var supervisor = Start(Backoff.OnFailure(Child, "child", Seconds(1), Seconds(60), 0, -1).WithAutoReset(Seconds(100)));

        Fail(supervisor);
        _dispatcher.Advance(Seconds(0.9));
        _seen.ShouldBe(["start"]);
        _dispatcher.Advance(Seconds(0.1));
        _seen.ShouldBe(["start", "start"]);
        Fail(supervisor);
        _dispatcher.Advance(Seconds(1.9));
        _seen.Count.ShouldBe(2);
        _dispatcher.Advance(Seconds(0.1));
        _seen.Count.ShouldBe(3);
    }

    [Fact]
    public void A_child_that_lives_long_enough_begins_with_the_shortest_wait_again()
    {
        var supervisor = Start(Backoff.OnFailure(Child, "child", Seconds(1), Seconds(60), 0, -1).WithAutoReset(Seconds(5)));
        Fail(supervisor);
        _dispatcher.Advance(Seconds(1));
        _dispatcher.Advance(Seconds(5));

        Fail(supervisor);
        _dispatcher.Advance(Seconds(1));

        _seen.Count.ShouldBe(3);
    }

    [Fact]
    public void More_failures_than_allowed_stop_the_supervisor()
    {
        var supervisor = Start(Backoff.OnFailure(Child, "child", Seconds(1), Seconds(60), 0, 1).WithManualReset());
        Fail(supervisor);
        _dispatcher.Advance(Seconds(1));

        Fail(supervisor);

        ((IInternalActorRef)supervisor).IsTerminated.ShouldBeTrue();
    }

    [Fact]
    public void OnFailure_a_child_that_stops_by_itself_takes_the_supervisor_along()
    {
        var supervisor = Start(Backoff.OnFailure(Child, "child", Seconds(1), Seconds(60), 0, -1));

        supervisor.Tell("stop", ActorRefs.NoSender);
        _dispatcher.RunUntilIdle();

        ((IInternalActorRef)supervisor).IsTerminated.ShouldBeTrue();
    }

    [Fact]
    public void OnStop_a_child_that_stops_by_itself_is_started_again()
    {
        var supervisor = Start(Backoff.OnStop(Child, "child", Seconds(1), Seconds(60), 0, -1).WithReplyWhileStopped("later"));

        supervisor.Tell("stop", ActorRefs.NoSender);
        _dispatcher.RunUntilIdle();
        var answer = supervisor.Ask<string>("hello");
        _dispatcher.RunUntilIdle();
        answer.Status.ShouldBe(TaskStatus.RanToCompletion);
        _dispatcher.Advance(Seconds(1));

        _seen.ShouldBe(["start", "start"]);
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(3, 0, 8)]
    [InlineData(3, 1, 12)]
    [InlineData(20, 0, 60)]
    [InlineData(40, 1, 90)]
    public void Delay_doubles_up_to_the_longest_and_is_stretched_by_chance(int restarts, double chance, double seconds) =>
        Backoff.OnStop(Child, "child", Seconds(1), Seconds(60), 0.5, -1).Delay(restarts, chance).ShouldBe(Seconds(seconds));

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private Props Child
    {
        get
        {
            var seen = _seen;
            return Props.Create(() => new Frail(seen));
        }
    }

    private IActorRef Start(BackoffOptions options)
    {
        var supervisor = _system.ActorOf(BackoffSupervisor.Props(options));
        _dispatcher.RunUntilIdle();
        return supervisor;
    }

    private void Fail(IActorRef supervisor)
    {
        supervisor.Tell("fail", ActorRefs.NoSender);
        _dispatcher.RunUntilIdle();
    }

    private sealed class Frail : ReceiveActor
    {
        public Frail(List<string> seen)
        {
            seen.Add("start");
            Receive<string>(_ => throw new InvalidOperationException("frail"), text => text == "fail");
            Receive<string>(_ => Context.Stop(Self), text => text == "stop");
        }
    }
}
