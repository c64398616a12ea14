namespace Actors.Kernel;

/// <summary>An actor with one method for all messages.</summary>
public abstract class UntypedActor : ActorBase
{
    /// <summary>The context of the actor that runs on this thread.</summary>
    protected static new IUntypedActorContext Context => ActorCell.Required;

    /// <summary>Handles a message; calls <see cref="ActorBase.Unhandled"/> for those it does not know.</summary>
    protected abstract void OnReceive(object message);

    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        OnReceive(message);
        return true;
    }

    /// <summary>Replaces the present behaviour.</summary>
    protected void Become(UntypedReceive receive) => ActorCell.Required.Become(receive);

    /// <summary>Puts a behaviour on top of the present one.</summary>
    protected void BecomeStacked(UntypedReceive receive) => ActorCell.Required.BecomeStacked(receive);

    /// <summary>Runs <paramref name="action"/> within the actor: until its task has ended no further message is handled.</summary>
    protected void RunTask(Func<Task> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        ActorCell.Required.RunTask(static (state, _) => ((Func<Task>)state)(), action, action);
    }
}
