namespace Actors.Kernel.Tests.Events;

public sealed class EventStreamTests : ActorTest
{
    [Fact]
    public void Publish_tells_the_subscribers_of_the_type_and_of_its_bases()
    {
        var (all, some) = (CreateTestProbe(), CreateTestProbe());
        Sys.EventStream.Subscribe(all.Ref, typeof(Animal)).ShouldBeTrue();
        Sys.EventStream.Subscribe(some.Ref, typeof(Dog)).ShouldBeTrue();
        Sys.EventStream.Subscribe(some.Ref, typeof(Dog)).ShouldBeFalse();

        Sys.EventStream.Publish(new Dog());
        Sys.EventStream.Publish(new Animal());

        all.ExpectMsg<Dog>();
        all.ExpectMsg<Animal>();
        some.ExpectMsg<Dog>();
        some.ExpectNoMsg();
    }

    [Fact]
    public void Unsubscribe_ends_it()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Animal));
        Sys.EventStream.Subscribe(TestActor, typeof(Dog));
        Sys.EventStream.Unsubscribe(TestActor, typeof(Dog)).ShouldBeTrue();
        Sys.EventStream.Publish(new Dog());
        ExpectMsg<Dog>();

        Sys.EventStream.Unsubscribe(TestActor).ShouldBeTrue();
        Sys.EventStream.Unsubscribe(TestActor).ShouldBeFalse();
        Sys.EventStream.Publish(new Dog());

        ExpectNoMsg();
    }

    [Fact]
    public void A_dead_subscriber_to_dead_letters_makes_no_more_of_them()
    {
        var subscriber = CreateTestProbe();
        Sys.EventStream.Subscribe(subscriber.Ref, typeof(DeadLetter));
        Watch(subscriber.Ref);
        Sys.Stop(subscriber.Ref);
        ExpectTerminated(subscriber.Ref);

        subscriber.Ref.Tell("lost");
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        subscriber.Ref.Tell("seen");

        ExpectMsg<DeadLetter>().Message.ShouldBe("seen");
        ExpectNoMsg();
    }

    [Fact]
    public void A_message_without_a_handler_is_published()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        var actor = Sys.ActorOf(Props.Create(() => new Obedient(CreateTestProbe(null).Ref, null)));

        actor.Tell(3.5, TestActor);

        ExpectMsg<UnhandledMessage>(unhandled => (unhandled.Message, unhandled.Sender, unhandled.Recipient).ShouldBe((3.5, TestActor, actor)));
    }

    [Fact]
    public void Log_lines_are_published_from_their_level_on()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(LogEvent));

        var log = Logging.GetLogger(Sys, "source");
        log.Debug("not {0}", "written");
        log.Info("written {0} {1}", 1, 2);
        Sys.Log.Error(new InvalidOperationException("why"), "braces {stay}");

        ExpectMsg<Info>(line => ($"{line.Message}", line.LogSource).ShouldBe(("written 1 2", "source (akka://test)")));
        ExpectMsg<Error>(line => ($"{line.Message}", line.LogSource, line.Cause!.Message).ShouldBe(("braces {stay}", "ActorSystem(test)", "why")));
    }

    private class Animal;

    private sealed class Dog : Animal;
}
