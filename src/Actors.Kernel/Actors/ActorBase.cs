namespace Actors.Kernel;

/// <summary>The base of all actors. One message is handled at a time, so an actor's fields need no locks.</summary>
public abstract class ActorBase
{
    /// <summary>For derived classes.</summary>
    protected ActorBase()
    {
        if (ActorCell.Current is null)
            throw new ActorInitializationException($"An actor is made by ActorOf with Props, not with new: {GetType()}");
    }

    /// <summary>The context of the actor that runs on this thread.</summary>
    /// <exception cref="NotSupportedException">No actor runs on this thread, for instance after <c>ConfigureAwait(false)</c>.</exception>
    protected static IActorContext Context => ActorCell.Required;

    /// <summary>A behaviour that handles nothing.</summary>
    protected static Receive EmptyReceive { get; } = _ => false;

    /// <summary>The actor's own reference.</summary>
    protected IActorRef Self => ActorCell.Required.Self;

    /// <summary>Who told the message that is being handled; the dead letters if nobody.</summary>
    protected IActorRef Sender => ActorCell.Required.Sender;

    /// <summary>Handles a message.</summary>
    /// <returns><c>false</c> if there is no handler for it.</returns>
    protected abstract bool Receive(object message);

    /// <summary>Called for a message without a handler: publishes <see cref="UnhandledMessage"/>, or fails with <see cref="DeathPactException"/> if it is <see cref="Terminated"/>.</summary>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated)
            throw new DeathPactException(terminated.ActorRef);
        var cell = ActorCell.Required;
        cell.SystemImpl.EventStream.Publish(new UnhandledMessage(message, cell.Sender, cell.Self));
    }

    /// <summary>Called before the first message of the first incarnation, and by <see cref="PostRestart"/>.</summary>
    protected virtual void PreStart()
    {
    }

    /// <summary>Called after the last message, and by <see cref="PreRestart"/>.</summary>
    protected virtual void PostStop()
    {
    }

    /// <summary>Called on the failed instance before it is replaced: stops all children and calls <see cref="PostStop"/>.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="message">What was being handled, if anything.</param>
    protected virtual void PreRestart(Exception reason, object? message)
    {
        var cell = ActorCell.Required;
        foreach (var child in cell.GetChildren())
        {
            cell.Unwatch(child);
            cell.Stop(child);
        }

        PostStop();
    }

    /// <summary>Called on the new instance after a restart: calls <see cref="PreStart"/>.</summary>
    protected virtual void PostRestart(Exception reason) => PreStart();

    /// <summary>How failures of children are answered; asked for once per instance.</summary>
    protected virtual SupervisorStrategy SupervisorStrategy() => Kernel.SupervisorStrategy.DefaultStrategy;

    /// <summary>Replaces the present behaviour.</summary>
    protected void Become(Receive receive) => ActorCell.Required.Become(receive);

    /// <summary>Puts a behaviour on top of the present one.</summary>
    protected void BecomeStacked(Receive receive) => ActorCell.Required.BecomeStacked(receive);

    /// <summary>Goes back to the behaviour below; at the bottom, to the first one.</summary>
    protected void UnbecomeStacked() => ActorCell.Required.UnbecomeStacked();

    /// <summary>Sets or, with <c>null</c>, ends the receive timeout.</summary>
    protected void SetReceiveTimeout(TimeSpan? timeout) => ActorCell.Required.SetReceiveTimeout(timeout);

    internal virtual void Constructed()
    {
    }

    internal bool Handle(object message) => Receive(message);

    internal void NotHandled(object message) => Unhandled(message);

    internal void Start() => PreStart();

    internal void Stopped()
    {
        CancelTimers();
        PostStop();
    }

    internal void Restarting(Exception cause, object? message)
    {
        CancelTimers();
        PreRestart(cause, message);
    }

    internal void Restarted(Exception cause) => PostRestart(cause);

    internal SupervisorStrategy Strategy() => SupervisorStrategy();

    private void CancelTimers()
    {
        if (this is IWithTimers { Timers: { } timers })
            timers.CancelAll();
    }
}
