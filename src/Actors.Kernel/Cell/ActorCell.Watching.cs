namespace Actors.Kernel;

/// <summary>Death watch: whom this actor watches, who watches it, and the notices that wait in its own mailbox.</summary>
internal sealed partial class ActorCell
{
    private Dictionary<IActorRef, object?>? _watching;
    private Dictionary<IActorRef, object?>? _terminatedQueued;
    private HashSet<IInternalActorRef>? _watchedBy;

    public IActorRef Watch(IActorRef subject) => StartWatching(subject, null);

    public IActorRef WatchWith(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return StartWatching(subject, message);
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (_watching is not null && _watching.Remove(subject) && subject is IInternalActorRef watchee)
            watchee.SendSystemMessage(new Unwatch(_self));
        _terminatedQueued?.Remove(subject);
        return subject;
    }

    /// <summary>A notice that goes back into the mailbox, out of the stash, must be let through again.</summary>
    internal void TerminatedQueuedFor(IActorRef subject, object? customMessage) => (_terminatedQueued ??= [])[subject] = customMessage;

    private IActorRef StartWatching(IActorRef subject, object? message)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (subject.Equals(_self) || subject is not IInternalActorRef watchee)
            return subject;
        if ((_watching ??= []).TryAdd(subject, message))
            watchee.SendSystemMessage(new Watch(_self));
        return subject;
    }

    private void ReceivedTerminated(Terminated notice)
    {
        if (_terminatedQueued is null || !_terminatedQueued.Remove(notice.ActorRef, out var customMessage))
            return;
        if (customMessage is not null)
            _message = customMessage;
        Deliver(customMessage ?? notice);
    }

    private void WatchedActorTerminated(IInternalActorRef actor, bool existenceConfirmed)
    {
        if (_watching is not null && _watching.Remove(actor, out var customMessage) && !_terminating)
        {
            TerminatedQueuedFor(actor, customMessage);
            _self.Tell(new Terminated(actor, existenceConfirmed, addressTerminated: false), actor);
        }

        if (actor is LocalActorRef child && _children is not null && _children.Contains(child))
            HandleChildTerminated(child);
    }

    private void TellWatchersWeDied()
    {
        if (_watchedBy is null)
            return;
        foreach (var watcher in _watchedBy)
        {
            // The supervisor is told anyway.
            if (!watcher.Equals(_self.Supervisor))
                watcher.SendSystemMessage(new DeathWatchNotification(_self, existenceConfirmed: true));
        }

        _watchedBy = null;
    }

    private void UnwatchAll()
    {
        if (_watching is not null)
        {
            foreach (var watchee in _watching.Keys)
                (watchee as IInternalActorRef)?.SendSystemMessage(new Unwatch(_self));
        }

        _watching = null;
        _terminatedQueued = null;
    }
}
