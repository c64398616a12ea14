namespace Actors.Kernel.Tests.Scheduling;

public sealed class SchedulerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly DeterministicDispatcher _dispatcher = new(5);

    [Fact]
    public void What_repeats_and_nobody_can_cancel_ends_with_the_system()
    {
        var system = ActorSystem.Create("ends", ActorSystemSetup.Create(new KernelSetup { Dispatcher = _dispatcher, Log = _ => { } }));
        var ticks = 0;
        system.Scheduler.ScheduleTellRepeatedly(Second, Second, system.DeadLetters, "tick", ActorRefs.NoSender);
        system.Scheduler.Advanced.ScheduleRepeatedly(Second, Second, () => ticks++);
        _dispatcher.Advance(Second * 3);
        ticks.ShouldBe(3);

        system.Terminate();
        _dispatcher.RunUntil(() => system.WhenTerminated.IsCompleted).ShouldBeTrue();
        system.Scheduler.Advanced.ScheduleRepeatedly(Second, Second, () => ticks++);
        _dispatcher.Advance(Second * 60);

        ticks.ShouldBe(3);
        ((VirtualTime)_dispatcher.Time).NextDue.ShouldBeNull("no timer holds the system");
    }
}
