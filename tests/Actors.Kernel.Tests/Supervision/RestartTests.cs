namespace Actors.Kernel.Tests.Supervision;

/// <summary>The steps of a restart, and failures within them.</summary>
public sealed class RestartTests : ActorTest
{
    [Fact]
    public void The_new_instance_is_made_after_all_children_have_stopped()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Family(TestActor)));
        ExpectMsg("made");

        actor.Tell("fail");

        ExpectMsg("child stopped");
        ExpectMsg("child stopped");
        ExpectMsg("made");
    }

    [Fact]
    public void A_failing_PreRestart_does_not_prevent_the_restart()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Troubled("PreRestart", TestActor)));

        actor.Tell("fail");
        actor.Tell("well");

        ExpectMsg("well");
    }

    [Fact]
    public void A_failing_PostRestart_stops_the_actor()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Troubled("PostRestart", TestActor)));
        Watch(actor);

        actor.Tell("fail");

        ExpectTerminated(actor);
    }

    [Fact]
    public void A_failing_PreStart_stops_the_actor()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Obedient(TestActor, null)), "parent");
        ExpectMsg("parent started");

        parent.Tell(new Obedient.Do(context => context.Watch(context.ActorOf(Props.Create(() => new Troubled("PreStart", TestActor)), "troubled"))));

        ExpectMsg<Obedient.Ended>().Actor.Path.Name.ShouldBe("troubled");
    }

    [Fact]
    public void A_failing_PostStop_does_not_prevent_the_end()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Troubled("PostStop", TestActor)));
        Watch(actor);

        Sys.Stop(actor);

        ExpectTerminated(actor);
    }

    [Fact]
    public void The_arguments_of_Props_are_evaluated_once()
    {
        var count = 0;
        Func<string> next = () => $"{++count}";
        var actor = Sys.ActorOf(Props.Create(() => new Troubled(next(), TestActor)));

        actor.Tell("fail");
        actor.Tell("well");

        ExpectMsg("well");
        count.ShouldBe(1);
    }

    [Fact]
    public void A_restart_forgets_the_behaviour()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Troubled("nowhere", TestActor)));

        foreach (var text in (string[])["become", "well", "fail", "well"])
            actor.Tell(text);

        ExpectMsg("other well");
        ExpectMsg("well");
    }

    [Fact]
    public void A_restart_keeps_the_watches()
    {
        var subject = Sys.ActorOf(Props.Create(() => new Obedient(TestActor, null)), "subject");
        var watcher = Sys.ActorOf(Props.Create(() => new Obedient(TestActor, null)), "watcher");
        ExpectMsgAllOf("subject started", "watcher started");
        watcher.Tell(new Obedient.Do(context => context.Watch(subject)));
        watcher.Tell(new Obedient.Fail(new InvalidOperationException("failed on purpose")));
        ExpectMsg("watcher restarting");
        ExpectMsg("watcher stopped");
        ExpectMsg("watcher restarted");

        Sys.Stop(subject);

        ExpectMsg("subject stopped");
        ExpectMsg(new Obedient.Ended(subject, true));
    }

    [Fact]
    public void A_supervisor_sees_the_failed_child_as_sender()
    {
        var seen = new List<IActorRef>();
        var parent = Sys.ActorOf(Props.Create(() => new Asking(seen)), "parent");

        parent.Tell("begin", TestActor);

        ExpectMsg("restarted");
        seen.Single().Path.Name.ShouldBe("child");
    }

    private sealed class Family : ReceiveActor
    {
        public Family(IActorRef observer)
        {
            observer.Tell("made");
            Receive<string>(_ => throw new InvalidOperationException("failed on purpose"));
            for (var i = 0; i < 2; i++)
                Context.ActorOf(Props.Create(() => new Child(observer)));
        }
    }

    private sealed class Child(IActorRef observer) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }

        protected override void PostStop() => observer.Tell("child stopped");
    }

    private sealed class Troubled(string where, IActorRef observer) : UntypedActor
    {
        protected override void PreStart() => FailIn("PreStart");

        protected override void PostStop() => FailIn("PostStop");

        protected override void PreRestart(Exception reason, object? message) => FailIn("PreRestart");

        protected override void PostRestart(Exception reason) => FailIn("PostRestart");

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case "fail":
                    throw new InvalidOperationException("failed on purpose");
                case "become":
                    Become(Other);
                    break;
                default:
                    observer.Tell(message);
                    break;
            }
        }

        private void Other(object message)
        {
            if (message is "fail")
                throw new InvalidOperationException("failed on purpose");
            observer.Tell($"other {message}");
        }

        private void FailIn(string step)
        {
            if (where == step)
                throw new InvalidOperationException($"failed in {step}");
        }
    }

    private sealed class Asking : ReceiveActor
    {
        private readonly List<IActorRef> _seen;

        public Asking(List<IActorRef> seen)
        {
            _seen = seen;
            Receive<string>(_ => Context.ActorOf(Props.Create(() => new Frail(Sender)), "child").Tell("fail"));
        }

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ =>
        {
            _seen.Add(Context.Sender);
            return Directive.Restart;
        });
    }

    private sealed class Frail(IActorRef observer) : UntypedActor
    {
        protected override void OnReceive(object message) => throw new InvalidOperationException("failed on purpose");

        protected override void PostRestart(Exception reason) => observer.Tell("restarted");
    }
}
