namespace Actors.Kernel;

/// <summary>Children. The container is locked because the guardians' children are made from any thread.</summary>
internal sealed partial class ActorCell
{
    private Children? _children;
    private volatile bool _terminating;

    /// <summary>For the deterministic order of what is done to all children, in the order in which they were made.</summary>
    internal IReadOnlyList<LocalActorRef> ChildRefs => _children?.Snapshot() ?? [];

    private bool IsWaitingForChildren => _children is { Reason: Children.Waiting.Recreation or Children.Waiting.Creation };

    public IActorRef ActorOf(Props props, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(props);
        if (name is not null)
            CheckName(name);
        var children = _children ?? Interlocked.CompareExchange(ref _children, new Children(), null) ?? _children;
        LocalActorRef child;
        lock (children.Gate)
        {
            if (_terminating)
                throw new InvalidOperationException("Cannot create child while terminating or terminated");
            name ??= children.NextName();
            if (children.Contains(name))
                throw new InvalidActorNameException($"Actor name \"{name}\" is not unique!");
            child = new LocalActorRef(SystemImpl, props, _self, name, SystemImpl.NextUid());
            children.Add(child);
        }

        // A child of a failed actor waits with it.
        if (_faults?.FailedBy is not null)
        {
            for (var i = Mailbox.SuspendCount; i > 0; i--)
                child.SendSystemMessage(new Suspend());
        }

        child.Cell.Start();
        return child;
    }

    public IActorRef Child(string name) => _children?.Find(name) ?? (IActorRef)ActorRefs.Nobody;

    public IEnumerable<IActorRef> GetChildren() => ChildRefs;

    public void Stop(IActorRef child)
    {
        if (child is LocalActorRef local)
            _children?.Dying(local);
        (child as IInternalActorRef)?.SendSystemMessage(new Terminate());
    }

    private static void CheckName(string name)
    {
        if (name.Length == 0)
            throw new InvalidActorNameException("Actor name must not be empty.");
        if (!ActorPath.IsValidPathElement(name))
            throw new InvalidActorNameException($"Illegal actor name [{name}]. Actor paths MUST: not start with `$`, include only ASCII letters and can only contain these special characters: -_.*$+:@&=,!~';()\".");
    }

    /// <summary>From now on there are no new children, whichever thread asks for them.</summary>
    private void RefuseChildren()
    {
        if (_children is { } children)
        {
            lock (children.Gate)
                _terminating = true;
        }

        _terminating = true;
    }

    private void StopChildren()
    {
        foreach (var child in ChildRefs)
            Stop(child);
    }

    private void SuspendChildren(IActorRef? exceptFor)
    {
        foreach (var child in ChildRefs)
        {
            if (!child.Equals(exceptFor))
                child.SendSystemMessage(new Suspend());
        }
    }

    private void ResumeChildren(Exception? causedByFailure, IActorRef? perpetrator)
    {
        foreach (var child in ChildRefs)
            child.SendSystemMessage(new Resume(child.Equals(perpetrator) ? causedByFailure : null));
    }

    /// <summary>Whether some child is still on its way out; then <paramref name="reason"/> goes on when the last one has stopped.</summary>
    private bool WaitForChildren(Children.Waiting reason, Exception? cause = null) => _children?.Wait(reason, cause) ?? false;
}
