namespace Actors.Kernel;

/// <summary>Death watch: whom this actor watches, who watches it, and the notices that wait in its own mailbox.</summary>
internal sealed partial class ActorCell
{
    private Watches? _watches;

    private Watches OwnWatches => _watches ??= new Watches();

    public IActorRef Watch(IActorRef subject) => StartWatching(subject, null);

    public IActorRef WatchWith(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return StartWatching(subject, message);
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (_watches is not null && _watches.Unwatch(subject, out _) && subject is IInternalActorRef watchee)
            watchee.SendSystemMessage(new Unwatch(_self));
        _watches?.Unqueue(subject, out _);
        return subject;
    }

    /// <summary>A notice that goes back into the mailbox, out of the stash, must be let through again.</summary>
    internal void TerminatedQueuedFor(IActorRef subject, object? customMessage) => OwnWatches.Queue(subject, customMessage);

    private IActorRef StartWatching(IActorRef subject, object? message)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (subject.Equals(_self) || subject is not IInternalActorRef watchee)
            return subject;
        if (OwnWatches.Watch(subject, message))
            watchee.SendSystemMessage(new Watch(_self));
        return subject;
    }

    private void ReceivedTerminated(Terminated notice)
    {
        if (_watches is null || !_watches.Unqueue(notice.ActorRef, out var customMessage))
            return;
        if (customMessage is not null)
            _message = customMessage;
        Deliver(customMessage ?? notice);
    }

    private void WatchedActorTerminated(IInternalActorRef actor, bool existenceConfirmed)
    {
        if (_watches is not null && _watches.Unwatch(actor, out var customMessage) && !_terminating)
        {
            TerminatedQueuedFor(actor, customMessage);
            _self.Tell(new Terminated(actor, existenceConfirmed, addressTerminated: false), actor);
        }

        if (actor is LocalActorRef child && _children is not null && _children.Contains(child))
            HandleChildTerminated(child);
    }

    private void TellWatchersWeDied()
    {
        if (_watches is null)
            return;
        foreach (var watcher in _watches.Watchers)
        {
            // The supervisor is told anyway.
            if (!watcher.Equals(_self.Supervisor))
                watcher.SendSystemMessage(new DeathWatchNotification(_self, existenceConfirmed: true));
        }
    }

    private void UnwatchAll()
    {
        if (_watches is null)
            return;
        foreach (var watchee in _watches.Watching)
            (watchee as IInternalActorRef)?.SendSystemMessage(new Unwatch(_self));
        _watches.Clear();
    }
}
