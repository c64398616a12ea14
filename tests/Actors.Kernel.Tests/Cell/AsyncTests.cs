namespace Actors.Kernel.Tests.Cell;

/// <summary>What happens to an actor while it awaits.</summary>
public sealed class AsyncTests : ActorTest
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public void A_stop_takes_effect_at_once_and_the_rest_of_the_handler_does_not_run()
    {
        var actor = Awaiting();
        Watch(actor);

        Sys.Stop(actor);
        ExpectMsg("stopped");
        ExpectTerminated(actor);
        _gate.SetResult();

        ExpectNoMsg();
    }

    [Fact]
    public void A_PoisonPill_waits_for_the_handlers_end()
    {
        var actor = Awaiting();

        actor.Tell(PoisonPill.Instance);
        ExpectNoMsg();
        _gate.SetResult();

        ExpectMsg("end");
        ExpectMsg("stopped");
    }

    [Fact]
    public void A_childs_failure_waits_for_the_handlers_end()
    {
        Awaiting("fail child");
        ExpectNoMsg();
        _gate.SetResult();

        ExpectMsg("end");
        ExpectMsg("child restarted");
    }

    [Fact]
    public void A_handler_that_ends_without_waiting_leaves_the_mailbox_open()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Immediate(TestActor)));

        for (var i = 0; i < 3; i++)
            actor.Tell(i, TestActor);

        for (var i = 0; i < 3; i++)
            ExpectMsg(i);
    }

    [Fact]
    public void A_cancelled_handler_is_a_failure()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Error));
        var actor = Sys.ActorOf(Props.Create(() => new Immediate(TestActor)));

        actor.Tell("cancel");

        ExpectMsg<Error>().Cause.ShouldBeOfType<TaskCanceledException>();
    }

    [Fact]
    public void Each_continuation_sees_its_own_sender_and_context()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stepping()));
        var probes = Enumerable.Range(0, 20).Select(_ => CreateTestProbe()).ToList();

        foreach (var probe in probes)
            actor.Tell("step", probe.Ref);

        foreach (var probe in probes)
        {
            for (var step = 0; step < 5; step++)
                probe.ExpectMsgFrom(actor, $"{step} in {actor.Path}");
        }
    }

    [Fact]
    public void An_UntypedActor_can_await_with_RunTask()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Running(_gate.Task)));

        actor.Tell("one", TestActor);
        actor.Tell("two", TestActor);
        ExpectMsg("begin one");
        ExpectNoMsg();
        _gate.SetResult();

        ExpectMsg("end one");
        ExpectMsg("begin two");
        ExpectMsg("end two");
    }

    private IActorRef Awaiting(string what = "wait")
    {
        var actor = Sys.ActorOf(Props.Create(() => new Waiting(TestActor, _gate.Task)));
        actor.Tell(what);
        ExpectMsg("begin");
        return actor;
    }

    private sealed class Waiting : ReceiveActor
    {
        private readonly IActorRef _observer;
        private readonly IActorRef _child;

        public Waiting(IActorRef observer, Task gate)
        {
            _observer = observer;
            _child = Context.ActorOf(Props.Create(() => new Child(observer)));
            ReceiveAsync<string>(async text =>
            {
                observer.Tell("begin");
                if (text == "fail child")
                    _child.Tell("fail");
                await gate;
                observer.Tell("end");
            });
        }

        protected override void PostStop() => _observer.Tell("stopped");
    }

    private sealed class Child(IActorRef observer) : UntypedActor
    {
        protected override void OnReceive(object message) => throw new InvalidOperationException("failed on purpose");

        protected override void PostRestart(Exception reason) => observer.Tell("child restarted");
    }

    private sealed class Immediate : ReceiveActor
    {
        public Immediate(IActorRef observer)
        {
            ReceiveAsync<int>(number =>
            {
                observer.Tell(number);
                return Task.CompletedTask;
            });
            ReceiveAsync<string>(_ => Task.FromCanceled(new CancellationToken(true)));
        }
    }

    private sealed class Stepping : ReceiveActor
    {
        public Stepping() => ReceiveAnyAsync(async _ =>
        {
            for (var step = 0; step < 5; step++)
            {
                await Task.Yield();
                Sender.Tell($"{step} in {Context.Self.Path}");
            }
        });
    }

    private sealed class Running(Task gate) : UntypedActor
    {
        protected override void OnReceive(object message) => RunTask(async () =>
        {
            Sender.Tell($"begin {message}");
            await gate;
            Sender.Tell($"end {message}");
        });
    }
}
