namespace Actors.Kernel;

/// <summary>Brings continuations of an actor's asynchronous handlers back into the actor, as system messages.</summary>
internal sealed class ActorSynchronizationContext(ActorCell cell) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) =>
        cell.Mailbox.PostSystem(new Continuation(cell.Handling, d, state));

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (!ReferenceEquals(ActorCell.Current, cell))
            throw new NotSupportedException("Nobody may wait for an actor: use Post.");
        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;
}
