using Actors.Jobs.Running;

namespace Actors.Jobs.Tests.Running;

public sealed class JobSlotsTests
{
    private readonly DeterministicDispatcher _dispatcher = new(1);
    private readonly ActorSystem _system;
    private readonly List<string> _granted = [];

    public JobSlotsTests() => _system = ActorSystem.Create("test", ActorSystemSetup.Create(new KernelSetup { Dispatcher = _dispatcher }));

    private IActorRef Job(string name) => _system.ActorOf(Props.Create<Listener>(_granted), name);

    private string[] Granted()
    {
        _dispatcher.RunUntilIdle();
        string[] granted = [.. _granted];
        _granted.Clear();
        return granted;
    }

    [Fact]
    public void Places_are_granted_in_the_order_of_the_requests()
    {
        var slots = new JobSlots(1);
        var (a, b, c) = (Job("a"), Job("b"), Job("c"));

        slots.Request(a);
        slots.Request(b);
        slots.Request(c);
        Granted().ShouldBe(["a"]);
        slots.Waiting.ShouldBe(2);

        slots.Release(a);
        Granted().ShouldBe(["b"]);
        slots.Release(b);
        Granted().ShouldBe(["c"]);
        slots.Release(c);
        (slots.Running, slots.Waiting).ShouldBe((0, 0));
    }

    [Fact]
    public void Release_of_a_waiting_job_gives_up_its_wait()
    {
        var slots = new JobSlots(1);
        var (a, b, c) = (Job("a"), Job("b"), Job("c"));
        slots.Request(a);
        slots.Request(b);
        slots.Request(c);

        slots.Release(b);
        slots.Release(a);

        Granted().ShouldBe(["a", "c"], ignoreOrder: true);
        slots.Running.ShouldBe(1);
    }

    [Fact]
    public void Asking_and_giving_back_twice_changes_nothing()
    {
        var slots = new JobSlots(2);
        var (a, b, c) = (Job("a"), Job("b"), Job("c"));
        slots.Request(a);
        slots.Request(a);
        slots.Request(b);
        slots.Request(c);
        slots.Release(a);
        slots.Release(a);

        Granted().ShouldBe(["a", "b", "c"], ignoreOrder: true);
        slots.Running.ShouldBe(2);
    }

    private sealed class Listener : ReceiveActor
    {
        public Listener(List<string> granted) => Receive<SlotGranted>(_ => granted.Add(Self.Path.Name));
    }
}
