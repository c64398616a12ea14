namespace Actors.Kernel.Tests;

/// <summary>An actor that does what it is told: runs functions within itself, reports its life to a probe.</summary>
internal sealed class Obedient : ReceiveActor
{
    private readonly IActorRef _observer;
    private readonly SupervisorStrategy? _strategy;

    public Obedient(IActorRef observer, SupervisorStrategy? strategy = null)
    {
        _observer = observer;
        _strategy = strategy;
        Receive<Do>(order => order.What(Context));
        Receive<Fail>(order => throw order.Cause);
        Receive<Spawn>(order => Sender.Tell(Context.ActorOf(Props.Create(() => new Obedient(order.Observer, order.Strategy)), order.Name)));
        Receive<Terminated>(notice => _observer.Tell(new Ended(notice.ActorRef, notice.ExistenceConfirmed), Self));
        Receive<string>(text => _observer.Tell(text, Self));
    }

    protected override SupervisorStrategy SupervisorStrategy() => _strategy ?? base.SupervisorStrategy();

    protected override void PreStart() => _observer.Tell($"{Self.Path.Name} started", Self);

    protected override void PostStop() => _observer.Tell($"{Self.Path.Name} stopped", Self);

    protected override void PreRestart(Exception reason, object? message)
    {
        _observer.Tell($"{Self.Path.Name} restarting", Self);
        base.PreRestart(reason, message);
    }

    protected override void PostRestart(Exception reason) => _observer.Tell($"{Self.Path.Name} restarted", Self);

    internal sealed record Do(Action<IActorContext> What);

    /// <summary>A notice of death, passed on: the notice itself is only for whom it was told.</summary>
    internal sealed record Ended(IActorRef Actor, bool ExistenceConfirmed);

    internal sealed record Fail(Exception Cause);

    internal sealed record Spawn(string? Name, IActorRef Observer, SupervisorStrategy? Strategy = null);
}
