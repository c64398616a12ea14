namespace Actors.Kernel.Tests.Supervision;

public sealed class SupervisionTests : ActorTest
{
    private readonly InvalidOperationException _failure = new("failed on purpose");

    [Fact]
    public void A_restart_drops_the_failing_message_and_keeps_the_mailbox()
    {
        var child = Child(null);
        var gate = new ManualResetEventSlim();
        child.Tell(new Obedient.Do(_ => gate.Wait()));
        child.Tell(new Obedient.Fail(_failure));
        child.Tell("one");
        child.Tell("two");

        gate.Set();

        ExpectMsg("child restarting");
        ExpectMsg("child stopped");
        ExpectMsg("child restarted");
        ExpectMsg("one");
        ExpectMsg("two");
        ExpectNoMsg();
    }

    [Fact]
    public void A_resume_keeps_the_instance()
    {
        var child = Child(new OneForOneStrategy(_ => Directive.Resume));

        child.Tell(new Obedient.Fail(_failure));
        child.Tell("next");

        ExpectMsg("next");
    }

    [Fact]
    public void A_stop_ends_the_child()
    {
        var child = Child(new OneForOneStrategy(_ => Directive.Stop));
        Watch(child);

        child.Tell(new Obedient.Fail(_failure));

        ExpectMsg("child stopped");
        ExpectTerminated(child);
    }

    [Fact]
    public void Kill_stops_by_default()
    {
        var child = Child(null);
        Watch(child);

        child.Tell(Kill.Instance);

        ExpectMsg("child stopped");
        ExpectTerminated(child);
    }

    [Fact]
    public void Escalate_fails_the_supervisor_and_its_restart_stops_the_child()
    {
        var child = Child(new OneForOneStrategy(_ => Directive.Escalate));
        Watch(child);

        child.Tell(new Obedient.Fail(_failure));

        ExpectMsg("parent restarting");
        ExpectMsgAllOf<object>("parent stopped", "child stopped", "parent restarted", new Terminated(child, true, false));
    }

    [Fact]
    public void One_for_one_leaves_the_siblings_alone()
    {
        var child = Child(null);
        var sibling = Spawn("sibling");

        child.Tell(new Obedient.Fail(_failure));
        ExpectMsg("child restarting");
        ExpectMsg("child stopped");
        ExpectMsg("child restarted");

        sibling.Tell("well");
        ExpectMsg("well");
    }

    [Fact]
    public void All_for_one_restarts_the_siblings_too()
    {
        var child = Child(new AllForOneStrategy(_ => Directive.Restart));
        Spawn("sibling");

        child.Tell(new Obedient.Fail(_failure));

        ExpectMsgAllOf("child restarting", "child stopped", "child restarted", "sibling restarting", "sibling stopped", "sibling restarted");
    }

    [Fact]
    public void More_restarts_than_allowed_stop_the_child()
    {
        var child = Child(new OneForOneStrategy(2, TimeSpan.FromHours(1), _ => Directive.Restart));
        Watch(child);
        for (var i = 0; i < 2; i++)
        {
            child.Tell(new Obedient.Fail(_failure));
            ExpectMsg("child restarting");
            ExpectMsg("child stopped");
            ExpectMsg("child restarted");
        }

        child.Tell(new Obedient.Fail(_failure));

        ExpectMsg("child stopped");
        ExpectTerminated(child);
    }

#if !ENGINE_AKKA
    [Theory]
    [InlineData(-1, -1, "0 0 0 0", "yyyy")]
    [InlineData(0, -1, "0", "n")]
    [InlineData(2, -1, "0 900000 900000", "yyn")]
    [InlineData(2, 1000, "0 500 1000", "yyn")]
    [InlineData(2, 1000, "0 500 1001 1500 2000", "yyyyn")]
    [InlineData(-1, 1000, "0 500", "yn")]
    public void Restarts_are_counted_within_their_window(int most, int withinMilliseconds, string timesInMilliseconds, string allowed)
    {
        var window = new RestartWindow();

        var answers = timesInMilliseconds.Split(' ').Select(time =>
            window.Allows(most, withinMilliseconds, TimeSpan.FromMilliseconds(int.Parse(time, System.Globalization.CultureInfo.InvariantCulture))) ? 'y' : 'n');

        string.Concat(answers).ShouldBe(allowed);
    }
#endif

    [Fact]
    public void A_failure_in_an_asynchronous_handler_is_the_actors_failure()
    {
        var child = Sys.ActorOf(Props.Create(() => new FailsLater(TestActor)));

        child.Tell("fail");
        child.Tell("next");

        ExpectMsg("restarting after fail");
        ExpectMsg("next");
    }

    private IActorRef Child(SupervisorStrategy? strategy)
    {
        Parent = Sys.ActorOf(Props.Create(() => new Obedient(TestActor, strategy)), "parent");
        ExpectMsg("parent started");
        return Spawn("child");
    }

    private IActorRef Parent { get; set; } = ActorRefs.Nobody;

    private IActorRef Spawn(string name)
    {
        var asking = CreateTestProbe();
        Parent.Tell(new Obedient.Spawn(name, TestActor), asking.Ref);
        ExpectMsg($"{name} started");
        return asking.ExpectMsg<IActorRef>();
    }

    private sealed class FailsLater : ReceiveActor
    {
        private readonly IActorRef _observer;

        public FailsLater(IActorRef observer)
        {
            _observer = observer;
            ReceiveAsync<string>(
                async text =>
                {
                    await Task.Yield();
                    throw new InvalidOperationException(text);
                },
                text => text == "fail");
            Receive<string>(text => observer.Tell(text));
        }

        protected override void PreRestart(Exception reason, object? message) => _observer.Tell($"restarting after {message}");
    }
}
