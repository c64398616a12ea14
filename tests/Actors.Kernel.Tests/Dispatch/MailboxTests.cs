using FsCheck;
using FsCheck.Fluent;

namespace Actors.Kernel.Tests.Dispatch;

public sealed class MailboxTests : ActorTest
{
    /// <summary>Several threads tell at once: nothing is lost, nothing repeated, and each thread's messages stay in their order.</summary>
    [Fact]
    public void Many_producers_lose_nothing_and_keep_the_order_of_each() => Prop.ForAll(
        Gen.Choose(1, 6).Zip(Gen.Choose(1, 3_000)).ToArbitrary(),
        shape =>
        {
            var (producers, each) = shape;
            var done = new TaskCompletionSource<List<(int Producer, int Number)>>(TaskCreationOptions.RunContinuationsAsynchronously);
            var expected = producers * each;
            var actor = Sys.ActorOf(Props.Create(() => new Collecting(expected, done)));

            Parallel.For(0, producers, producer =>
            {
                for (var number = 0; number < each; number++)
                    actor.Tell((producer, number), ActorRefs.NoSender);
            });

            AwaitCondition(() => done.Task.IsCompleted);
            var seen = done.Task.Result;
            for (var producer = 0; producer < producers; producer++)
                seen.Where(message => message.Producer == producer).Select(message => message.Number).ShouldBe(Enumerable.Range(0, each));
            Sys.Stop(actor);
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(30));

#if !ENGINE_AKKA
    /// <summary>
    /// Producers race with the end of the actor: each message is handled or becomes a dead letter, once. Akka.NET loses the few
    /// that come into a mailbox just when it closes.
    /// </summary>
    [Fact]
    public void A_message_that_races_with_the_end_is_handled_or_becomes_a_dead_letter()
    {
        for (var round = 0; round < 50; round++)
        {
            var letters = CreateTestProbe();
            Sys.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));
            var handled = 0;
            var actor = Sys.ActorOf(Props.Create(() => new Counting(() => Interlocked.Increment(ref handled))));
            Watch(actor);

            Parallel.For(0, 3, producer =>
            {
                for (var number = 0; number < 200; number++)
                {
                    if (producer == 0 && number == 100)
                        Sys.Stop(actor);
                    actor.Tell("message", ActorRefs.NoSender);
                }
            });

            ExpectTerminated(actor);
            Sys.EventStream.Unsubscribe(letters.Ref);
            letters.ReceiveN(600 - handled).Count.ShouldBe(600 - handled);
            letters.ExpectNoMsg(TimeSpan.Zero);
        }
    }
#endif

    [Fact]
    public void A_bounded_mailbox_turns_what_is_too_much_into_dead_letters()
    {
        var system = ActorSystem.Create("bounded", """
            bounded-3 { mailbox-type = "Akka.Dispatch.BoundedMailbox, Akka", mailbox-capacity = 3, mailbox-push-timeout-time = 0s }
            akka.loggers = []
            """);
        using var kit = new ActorTest(system);
        var (probe, letters) = (kit.CreateTestProbe(), kit.CreateTestProbe());
        system.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));
        var actor = system.ActorOf(Props.Create(() => new Obedient(probe.Ref, null)).WithMailbox("bounded-3"), "a");
        probe.ExpectMsg("a started");
        var (begun, gate) = (new ManualResetEventSlim(), new ManualResetEventSlim());
        actor.Tell(new Obedient.Do(_ =>
        {
            begun.Set();
            gate.Wait();
        }), probe.Ref);
        begun.Wait();

        for (var number = 0; number < 5; number++)
            actor.Tell($"{number}", probe.Ref);
        letters.ExpectMsg<DeadLetter>().Message.ShouldBe("3");
        letters.ExpectMsg<DeadLetter>(letter => (letter.Message, letter.Sender, letter.Recipient).ShouldBe(("4", probe.Ref, actor)));
        gate.Set();
        foreach (var number in (string[])["0", "1", "2"])
            probe.ExpectMsg(number);

        actor.Tell("room again", probe.Ref);
        probe.ExpectMsg("room again");
        system.Terminate();
    }

#if !ENGINE_AKKA
    [Theory]
    [InlineData("b { mailbox-type = BoundedMailbox }", "b.mailbox-capacity")]
    [InlineData("b { mailbox-type = BoundedMailbox, mailbox-capacity = 1, mailbox-push-timeout-time = 1s }", "b.mailbox-push-timeout-time")]
    [InlineData("b { mailbox-type = PriorityMailbox }", "b.mailbox-type")]
    [InlineData("c {}", "b.mailbox-type")]
    public void A_wrong_mailbox_is_refused_by_the_name_of_its_key(string hocon, string key)
    {
        using var system = ActorSystem.Create("wrong", hocon);

        Should.Throw<ConfigurationException>(() => system.ActorOf(Props.Create<Counting>().WithMailbox("b"))).Message.ShouldContain(key);
    }
#endif

    [Fact]
    public void A_dispatcher_handles_at_most_its_throughput_in_one_turn()
    {
        var system = ActorSystem.Create("throughput", """
            one { type = Dispatcher, throughput = 1 }
            akka.loggers = []
            """);
        using var handled = new ManualResetEventSlim();
        var actor = system.ActorOf(Props.Create(() => new Counting(handled.Set)).WithDispatcher("one"));

        system.Dispatchers.Lookup("one").Throughput.ShouldBe(1);
        Should.Throw<ConfigurationException>(() => system.ActorOf(Props.Create(() => new Counting(null)).WithDispatcher("two"))).Message.ShouldContain("two");
        actor.Tell("message", ActorRefs.NoSender);
        handled.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        system.Terminate();
    }

    private sealed class Collecting : ReceiveActor
    {
        private readonly List<(int Producer, int Number)> _seen = [];

        public Collecting(int expected, TaskCompletionSource<List<(int Producer, int Number)>> done) => Receive<(int Producer, int Number)>(message =>
        {
            _seen.Add(message);
            if (_seen.Count == expected)
                done.SetResult(_seen);
        });
    }

    private sealed class Counting(Action? count) : UntypedActor
    {
        protected override void OnReceive(object message) => count?.Invoke();
    }
}
