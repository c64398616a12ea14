namespace Actors.Kernel;

/// <summary>What only an actor has that watches or is watched. Most have one watcher and watch nobody: that costs no collection.</summary>
internal sealed class Watches
{
    private Dictionary<IActorRef, object?>? _watching;
    private Dictionary<IActorRef, object?>? _queued;
    private IInternalActorRef? _firstWatcher;
    private HashSet<IInternalActorRef>? _moreWatchers;

    /// <summary>Those that the actor watches.</summary>
    internal IEnumerable<IActorRef> Watching => _watching is null ? [] : _watching.Keys;

    /// <summary>Those who watch the actor, in the order in which they began.</summary>
    internal IEnumerable<IInternalActorRef> Watchers
    {
        get
        {
            if (_firstWatcher is not null)
                yield return _firstWatcher;
            foreach (var watcher in _moreWatchers ?? [])
                yield return watcher;
        }
    }

    /// <summary>Begins to watch; <paramref name="message"/> is wanted instead of <see cref="Terminated"/>.</summary>
    /// <returns><c>false</c> if it was watched already.</returns>
    internal bool Watch(IActorRef subject, object? message) => (_watching ??= []).TryAdd(subject, message);

    /// <summary>Ends the watching, with the message that was wanted.</summary>
    internal bool Unwatch(IActorRef subject, out object? message)
    {
        message = null;
        return _watching is not null && _watching.Remove(subject, out message);
    }

    /// <summary>A notice is in the actor's own mailbox.</summary>
    internal void Queue(IActorRef subject, object? message) => (_queued ??= [])[subject] = message;

    /// <summary>Whether that notice is still wanted; it is no more.</summary>
    internal bool Unqueue(IActorRef subject, out object? message)
    {
        message = null;
        return _queued is not null && _queued.Remove(subject, out message);
    }

    internal void AddWatcher(IInternalActorRef watcher)
    {
        if (watcher.Equals(_firstWatcher))
            return;
        if (_firstWatcher is null && _moreWatchers is null)
            _firstWatcher = watcher;
        else
            (_moreWatchers ??= []).Add(watcher);
    }

    internal void RemoveWatcher(IInternalActorRef watcher)
    {
        if (watcher.Equals(_firstWatcher))
            _firstWatcher = null;
        else
            _moreWatchers?.Remove(watcher);
    }

    /// <summary>The actor watches nobody any more.</summary>
    internal void Clear()
    {
        _watching = null;
        _queued = null;
    }
}
