namespace Actors.Kernel.Tests.Cell;

public sealed class LifecycleTests : ActorTest
{
    [Fact]
    public void Stop_ends_children_before_their_parent()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Obedient(TestActor, null)), "parent");
        ExpectMsg("parent started");
        Spawn(parent, "child");
        Watch(parent);

        Sys.Stop(parent);

        ExpectMsg("child stopped");
        ExpectMsg("parent stopped");
        ExpectTerminated(parent);
    }

    [Fact]
    public void PoisonPill_lets_earlier_messages_be_handled_and_later_ones_become_dead_letters()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var actor = Sys.ActorOf(Props.Create(() => new Obedient(TestActor, null)), "a");
        var gate = new ManualResetEventSlim();
        actor.Tell(new Obedient.Do(_ => gate.Wait()));

        actor.Tell("before");
        actor.Tell(PoisonPill.Instance);
        actor.Tell("after");
        gate.Set();

        ExpectMsg("a started");
        ExpectMsg("before");
        ExpectMsg("a stopped");
        ExpectMsg<DeadLetter>(letter =>
        {
            letter.Message.ShouldBe("after");
            letter.Recipient.ShouldBe(actor);
        });
    }

    [Fact]
    public void A_message_to_a_stopped_actor_becomes_a_dead_letter_with_its_sender()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Obedient(TestActor, null)), "a");
        Watch(actor);
        Sys.Stop(actor);
        ExpectMsg("a started");
        ExpectMsg("a stopped");
        ExpectTerminated(actor);
        Sys.EventStream.Subscribe(TestActor, typeof(AllDeadLetters));

        actor.Tell("late", TestActor);
        actor.Tell(PoisonPill.Instance, TestActor);

        ExpectMsg<DeadLetter>(letter => (letter.Message, letter.Sender, letter.Recipient).ShouldBe(("late", TestActor, actor)));
        ExpectMsg<SuppressedDeadLetter>(letter => letter.Message.ShouldBe(PoisonPill.Instance));
    }

    [Fact]
    public void Children_without_a_name_are_named_in_base_64()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Obedient(TestActor, null)), "parent");
        var quiet = CreateTestProbe();
        var names = new List<string>();

        for (var i = 0; i < 130; i++)
        {
            parent.Tell(new Obedient.Spawn(null, quiet.Ref), TestActor);
            names.Add(FishForMessage<IActorRef>(_ => true).Path.Name);
        }

        names[0].ShouldBe("$a");
        names[26].ShouldBe("$A");
        names[63].ShouldBe("$~");
        names[64].ShouldBe("$ab");
        names[129].ShouldBe("$bc");
    }

    [Theory]
    [InlineData("")]
    [InlineData("$a")]
    [InlineData("a/b")]
    [InlineData("ä")]
    [InlineData("50%")]
    public void ActorOf_refuses_names_that_a_path_may_not_have(string name) =>
        Should.Throw<InvalidActorNameException>(() => Sys.ActorOf(Props.Create(() => new Obedient(TestActor, null)), name));

    [Fact]
    public void ActorOf_refuses_a_name_that_is_taken_and_allows_it_again_after_the_end()
    {
        var first = Sys.ActorOf(Props.Create(() => new Obedient(TestActor, null)), "a");
        ExpectMsg("a started");
        Should.Throw<InvalidActorNameException>(() => Sys.ActorOf(Props.Create(() => new Obedient(TestActor, null)), "a"))
            .Message.ShouldBe("Actor name \"a\" is not unique!");

        Watch(first);
        Sys.Stop(first);
        ExpectMsg("a stopped");
        ExpectTerminated(first);
        IActorRef? second = null;
        AwaitAssert(() => second = Sys.ActorOf(Props.Create(() => new Obedient(TestActor, null)), "a"));

        second.ShouldNotBe(first);
        second!.Path.ShouldBe(first.Path);
        ExpectMsg("a started");
    }

    [Fact]
    public void ActorOf_in_PostStop_is_refused()
    {
        var actor = Sys.ActorOf(Props.Create(() => new SpawnsAtTheEnd(TestActor)));

        Sys.Stop(actor);

        ExpectMsg<InvalidOperationException>().Message.ShouldBe("Cannot create child while terminating or terminated");
    }

    [Fact]
    public void A_constructor_that_throws_stops_the_actor()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Obedient(TestActor, null)), "parent");
        ExpectMsg("parent started");

        parent.Tell(new Obedient.Do(context => context.Watch(context.ActorOf(Props.Create(() => new Unborn()), "unborn"))));

        ExpectMsg<Obedient.Ended>().Actor.Path.Name.ShouldBe("unborn");
    }

    [Fact]
    public async Task Dispose_returns_when_all_actors_have_stopped()
    {
        using var returned = new ManualResetEventSlim();
        var system = ActorSystem.Create("disposed");
        var stopped = new TaskCompletionSource<bool>();
        system.ActorOf(Props.Create(() => new WaitsAtTheEnd(returned, stopped)));

        system.Dispose();
        returned.Set();

        system.WhenTerminated.IsCompletedSuccessfully.ShouldBeTrue();
        (await stopped.Task).ShouldBeFalse("it stopped before Dispose returned");
    }

#if !ENGINE_AKKA
    [Fact]
    public void ReceiveTimeout_is_told_after_silence_and_starts_anew_with_each_message()
    {
        var dispatcher = new DeterministicDispatcher(1);
        using var system = ActorSystem.Create("t", ActorSystemSetup.Create(new KernelSetup { Dispatcher = dispatcher, Log = _ => { } }));
        var seen = new List<object>();
        var actor = system.ActorOf(Props.Create(() => new Silent(seen)));
        dispatcher.Advance(TimeSpan.FromSeconds(9));
        actor.Tell("hello", ActorRefs.NoSender);
        dispatcher.Advance(TimeSpan.FromSeconds(9));
        seen.ShouldBe(["hello"]);

        dispatcher.Advance(TimeSpan.FromSeconds(1));
        seen.ShouldBe(["hello", ReceiveTimeout.Instance]);
        actor.Tell(new Quiet(), ActorRefs.NoSender);
        dispatcher.Advance(TimeSpan.FromSeconds(10));
        seen.Count(message => message is ReceiveTimeout).ShouldBe(2);
        actor.Tell("off", ActorRefs.NoSender);
        dispatcher.Advance(TimeSpan.FromMinutes(1));
        seen.Count(message => message is ReceiveTimeout).ShouldBe(2);
    }
#endif

    private void Spawn(IActorRef parent, string name)
    {
        parent.Tell(new Obedient.Spawn(name, TestActor), CreateTestProbe().Ref);
        ExpectMsg($"{name} started");
    }

    private sealed class SpawnsAtTheEnd(IActorRef observer) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }

        protected override void PostStop()
        {
            try
            {
                Context.ActorOf(Props.Create(() => new Unborn()));
            }
            catch (InvalidOperationException e)
            {
                observer.Tell(e);
            }
        }
    }

    private sealed class WaitsAtTheEnd(ManualResetEventSlim returned, TaskCompletionSource<bool> stopped) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }

        protected override void PostStop() => stopped.SetResult(returned.Wait(TimeSpan.FromMilliseconds(100)));
    }

    private sealed class Unborn : UntypedActor
    {
        public Unborn() => throw new InvalidOperationException("not born");

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed record Quiet : INotInfluenceReceiveTimeout;

    private sealed class Silent : ReceiveActor
    {
        public Silent(List<object> seen)
        {
            SetReceiveTimeout(TimeSpan.FromSeconds(10));
            Receive<string>(_ => SetReceiveTimeout(null), text => text == "off");
            ReceiveAny(seen.Add);
        }
    }
}
