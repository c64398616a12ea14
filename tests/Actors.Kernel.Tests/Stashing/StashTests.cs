using FsCheck;
using FsCheck.Fluent;

namespace Actors.Kernel.Tests.Stashing;

public sealed class StashTests : ActorTest
{
    [Fact]
    public void UnstashAll_puts_messages_back_in_order_before_the_others()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stashing(TestActor)));

        foreach (var message in (string[])["1", "2", "3", "open", "4"])
            actor.Tell(message);

        foreach (var message in (string[])["1", "2", "3", "4"])
            ExpectMsg(message);
    }

#if !ENGINE_AKKA
    /// <summary>Any mix of messages and of opening and closing: what is handled is what was told, in its order.</summary>
    [Fact]
    public void Messages_keep_their_order_whenever_the_stash_opens_and_closes() => Prop.ForAll(
        Gen.Elements("m", "m", "m", "open", "close").ListOf().ToArbitrary(),
        commands =>
        {
            var dispatcher = new DeterministicDispatcher(5);
            var system = ActorSystem.Create("s", ActorSystemSetup.Create(new KernelSetup { Dispatcher = dispatcher, Log = _ => { } }));
            var seen = new List<string>();
            var actor = system.ActorOf(Props.Create(() => new Gate(seen)));
            var told = commands.Append("open").Select((command, i) => command == "m" ? $"{i}" : command).ToList();
            foreach (var command in told)
                actor.Tell(command, ActorRefs.NoSender);
            dispatcher.RunUntilIdle();
            seen.ShouldBe(told.Where(command => command is not ("open" or "close")));
        }).Check(FsCheck.Config.QuickThrowOnFailure);
#endif

    [Fact]
    public void Stashing_one_message_twice_fails()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Misuse(TestActor)));

        actor.Tell("x");

        ExpectMsg<IllegalActorStateException>();
    }

    [Fact]
    public void A_restart_puts_stashed_messages_back()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stashing(TestActor)));

        foreach (var message in (string[])["1", "2", "fail", "open"])
            actor.Tell(message);

        ExpectMsg("1");
        ExpectMsg("2");
    }

    [Fact]
    public void A_stop_makes_stashed_messages_dead_letters()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var actor = Sys.ActorOf(Props.Create(() => new Stashing(TestActor)));

        actor.Tell("1");
        actor.Tell(PoisonPill.Instance);

        ExpectMsg<DeadLetter>().Message.ShouldBe("1");
    }

    [Fact]
    public void A_stash_with_a_capacity_overflows()
    {
        var system = ActorSystem.Create("bounded", """
            small { mailbox-type = "Akka.Dispatch.UnboundedDequeBasedMailbox, Akka", stash-capacity = 2 }
            akka.loggers = []
            """);
        using var kit = new ActorTest(system);
        var probe = kit.CreateTestProbe();
        var actor = system.ActorOf(Props.Create(() => new Misuse(probe.Ref)).WithMailbox("small"));

        foreach (var message in (string[])["a", "b", "c"])
            actor.Tell($"once {message}");

        probe.ExpectMsg<StashOverflowException>();
        system.Terminate();
    }

    private sealed class Stashing : ReceiveActor, IWithUnboundedStash
    {
        public Stashing(IActorRef observer)
        {
            Receive<string>(_ => throw new InvalidOperationException("failed on purpose"), text => text == "fail");
            Receive<string>(
                _ =>
                {
                    Stash.UnstashAll();
                    Become(() => Receive<string>(text => observer.Tell(text)));
                },
                text => text == "open");
            Receive<string>(_ => Stash.Stash());
        }

        public IStash Stash { get; set; } = null!;
    }

    private sealed class Gate : ReceiveActor, IWithStash
    {
        private readonly List<string> _seen;

        public Gate(List<string> seen)
        {
            _seen = seen;
            Closed();
        }

        public IStash Stash { get; set; } = null!;

        private void Closed()
        {
            Receive<string>(
                _ =>
                {
                    Stash.UnstashAll();
                    Become(Open);
                },
                text => text == "open");
            Receive<string>(_ => { }, text => text == "close");
            Receive<string>(_ => Stash.Stash());
        }

        private void Open()
        {
            Receive<string>(_ => Become(Closed), text => text == "close");
            Receive<string>(_ => { }, text => text == "open");
            Receive<string>(_seen.Add);
        }
    }

    private sealed class Misuse : ReceiveActor, IWithStash
    {
        public Misuse(IActorRef observer) => Receive<string>(text =>
        {
            try
            {
                Stash.Stash();
                if (!text.StartsWith("once", StringComparison.Ordinal))
                    Stash.Stash();
            }
            catch (Exception e)
            {
                observer.Tell(e);
            }
        });

        public IStash Stash { get; set; } = null!;
    }
}
