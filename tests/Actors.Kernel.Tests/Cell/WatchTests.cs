namespace Actors.Kernel.Tests.Cell;

public sealed class WatchTests : ActorTest
{
    [Fact]
    public void Terminated_is_told_once_however_often_one_watches()
    {
        var (watcher, subject) = (Actor("watcher"), Actor("subject"));
        watcher.Tell(new Obedient.Do(context =>
        {
            context.Watch(subject);
            context.Watch(subject);
        }));

        watcher.Tell(new Obedient.Do(context => context.Stop(subject)));

        ExpectMsg("subject stopped");
        ExpectMsg(new Obedient.Ended(subject, true));
        ExpectNoMsg();
    }

    [Fact]
    public void Watching_the_dead_is_answered_at_once()
    {
        var (watcher, subject) = (Actor("watcher"), Actor("subject"));
        Watch(subject);
        Sys.Stop(subject);
        ExpectMsg("subject stopped");
        ExpectTerminated(subject);

        watcher.Tell(new Obedient.Do(context => context.Watch(subject)));

        ExpectMsg(new Obedient.Ended(subject, false));
    }

    [Fact]
    public void Unwatch_takes_back_a_notice_that_is_in_the_mailbox_already()
    {
        var (watcher, subject) = (Actor("watcher"), Actor("subject"));
        var probe = CreateTestProbe();
        probe.Watch(subject);
        watcher.Tell(new Obedient.Do(context =>
        {
            context.Watch(subject);
            context.Stop(subject);
            probe.ExpectTerminated(subject);
        }));
        watcher.Tell(new Obedient.Do(context => context.Unwatch(subject)));
        watcher.Tell("done");

        ExpectMsg("subject stopped");
        ExpectMsg("done");
        ExpectNoMsg();
    }

    [Fact]
    public void WatchWith_tells_the_given_message()
    {
        var (watcher, subject) = (Actor("watcher"), Actor("subject"));
        watcher.Tell(new Obedient.Do(context => context.WatchWith(subject, "gone")));
        watcher.Tell(new Obedient.Do(context => context.Stop(subject)));

        ExpectMsgAllOf("subject stopped", "gone");
    }

    [Fact]
    public void A_watcher_without_a_handler_for_Terminated_stops()
    {
        var subject = Actor("subject");
        var pact = Sys.ActorOf(Props.Create(() => new Pact(subject)));
        Watch(pact);

        Sys.Stop(subject);

        ExpectMsg("subject stopped");
        ExpectTerminated(pact);
    }

    [Fact]
    public void A_parent_that_watches_its_child_can_use_the_name_again_when_told()
    {
        var parent = Actor("parent");
        parent.Tell(new Obedient.Do(context =>
        {
            var child = context.ActorOf(Props.Create(() => new Obedient(TestActor, null)), "child");
            context.Watch(child);
            context.Stop(child);
        }));
        ExpectMsg("child started");
        ExpectMsg("child stopped");
        ExpectMsg<Obedient.Ended>();

        parent.Tell(new Obedient.Spawn("child", TestActor), CreateTestProbe().Ref);

        ExpectMsg("child started");
    }

    private IActorRef Actor(string name)
    {
        var actor = Sys.ActorOf(Props.Create(() => new Obedient(TestActor, null)), name);
        ExpectMsg($"{name} started");
        return actor;
    }

    private sealed class Pact : UntypedActor
    {
        public Pact(IActorRef subject) => Context.Watch(subject);

        protected override void OnReceive(object message) => Unhandled(message);
    }
}
