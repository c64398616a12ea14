namespace Actors.Kernel.Tests.Scheduling;

public sealed class TimerTests : ActorTest
{
    private readonly TestScheduler _time;

    public TimerTests()
        : base("""akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """) =>
        _time = (TestScheduler)Sys.Scheduler;

    [Fact]
    public void A_single_timer_ticks_once()
    {
        Run(timers => timers.StartSingleTimer("key", "tick", TimeSpan.FromSeconds(2)));

        _time.Advance(TimeSpan.FromSeconds(1.9));
        ExpectNoMsg();
        _time.Advance(TimeSpan.FromSeconds(0.1));
        ExpectMsg("tick");
        _time.Advance(TimeSpan.FromMinutes(1));
        ExpectNoMsg();
    }

    [Fact]
    public void A_periodic_timer_ticks_until_it_is_cancelled()
    {
        var actor = Run(timers => timers.StartPeriodicTimer("key", "tick", TimeSpan.FromSeconds(1)));

        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            ExpectMsg("tick");
        }

        Do(actor, timers => timers.Cancel("key"));
        _time.Advance(TimeSpan.FromMinutes(1));
        ExpectNoMsg();
    }

    [Fact]
    public void A_timer_of_the_same_key_replaces_the_one_before()
    {
        var actor = Run(timers => timers.StartSingleTimer("key", "old", TimeSpan.FromSeconds(1)));

        Do(actor, timers => timers.StartSingleTimer("key", "new", TimeSpan.FromSeconds(2)));
        _time.Advance(TimeSpan.FromSeconds(2));

        ExpectMsg("new");
        ExpectNoMsg();
    }

    [Fact]
    public void A_tick_that_is_in_the_mailbox_when_its_timer_is_cancelled_is_not_delivered()
    {
        var actor = Run(timers => timers.StartSingleTimer("key", "stale", TimeSpan.FromSeconds(1)));

        Do(actor, timers =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            timers.Cancel("key");
        });

        ExpectNoMsg();
    }

    [Fact]
    public void A_tick_that_is_in_the_mailbox_when_its_timer_is_started_anew_is_not_delivered()
    {
        var actor = Run(timers => timers.StartSingleTimer("key", "stale", TimeSpan.FromSeconds(1)));

        Do(actor, timers =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            timers.StartSingleTimer("key", "fresh", TimeSpan.FromSeconds(1));
        });
        _time.Advance(TimeSpan.FromSeconds(1));

        ExpectMsg("fresh");
        ExpectNoMsg();
    }

    [Fact]
    public void A_restart_ends_the_timers_and_drops_their_ticks()
    {
        var actor = Run(timers =>
        {
            timers.StartSingleTimer("first", "stale", TimeSpan.FromSeconds(1));
            timers.StartPeriodicTimer("second", "stale", TimeSpan.FromSeconds(2));
        });

        actor.Tell(new Ticking.Do(_ =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            throw new InvalidOperationException("failed on purpose");
        }));
        Do(actor, timers => timers.ActiveTimers.ShouldBeEmpty());
        _time.Advance(TimeSpan.FromMinutes(1));

        ExpectNoMsg();
    }

    [Fact]
    public void A_stop_ends_the_timers()
    {
        var actor = Run(timers => timers.StartPeriodicTimer("key", "tick", TimeSpan.FromSeconds(1)));
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Sys.EventStream.Subscribe(TestActor, typeof(AllDeadLetters));

        _time.Advance(TimeSpan.FromMinutes(1));

        ExpectNoMsg();
    }

    [Fact]
    public void ScheduleTellOnceCancelable_tells_unless_cancelled()
    {
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(1), TestActor, "kept", ActorRefs.NoSender);
        Sys.Scheduler.ScheduleTellOnceCancelable(TimeSpan.FromSeconds(1), TestActor, "cancelled", ActorRefs.NoSender).Cancel();

        _time.Advance(TimeSpan.FromSeconds(1));

        ExpectMsg("kept");
        ExpectNoMsg();
    }

    private IActorRef Run(Action<ITimerScheduler> what)
    {
        var actor = Sys.ActorOf(Props.Create(() => new Ticking(TestActor)));
        Do(actor, what);
        return actor;
    }

    private void Do(IActorRef actor, Action<ITimerScheduler> what)
    {
        actor.Tell(new Ticking.Do(what));
        actor.Tell("done");
        ExpectMsg("done");
    }

    private sealed class Ticking : ReceiveActor, IWithTimers
    {
        public Ticking(IActorRef observer)
        {
            Receive<Do>(order => order.What(Timers));
            Receive<string>(text => observer.Tell(text));
        }

        public ITimerScheduler Timers { get; set; } = null!;

        internal sealed record Do(Action<ITimerScheduler> What);
    }
}
