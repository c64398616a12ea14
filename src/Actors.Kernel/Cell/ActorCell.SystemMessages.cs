namespace Actors.Kernel;

/// <summary>The kernel's own messages. Some wait: orders to restart or resume while the actor waits for its children, failures of children while it is suspended itself.</summary>
internal sealed partial class ActorCell
{
    private enum Readiness
    {
        Running,
        Suspended,
        WaitingForChildren,
    }

    private Readiness State => IsWaitingForChildren ? Readiness.WaitingForChildren
        : Mailbox.IsSuspended ? Readiness.Suspended
        : Readiness.Running;

    internal void SystemInvoke(SystemMessage message)
    {
        var before = State;
        HandleOrKeep(message, before);
        for (var now = State; now < before && _faults?.Waiting is { Count: > 0 } waiting && !Mailbox.IsClosed; now = State)
        {
            before = now;
            _faults.Waiting = null;
            while (waiting.TryDequeue(out var kept) && !Mailbox.IsClosed)
                HandleOrKeep(kept, State);
        }
    }

    private static bool MustWait(SystemMessage message, Readiness state) => state switch
    {
        Readiness.WaitingForChildren => message is Recreate or Resume or Suspend,
        Readiness.Suspended => message is Failed,
        _ => false,
    };

    private void HandleOrKeep(SystemMessage message, Readiness state)
    {
        if (MustWait(message, state))
        {
            (OwnFaults.Waiting ??= new Queue<SystemMessage>()).Enqueue(message);
            return;
        }

        try
        {
            Handle(message);
        }
        catch (Exception cause)
        {
            HandleInvokeFailure(cause, (message as Failed)?.Child);
        }
    }

    private void Handle(SystemMessage message)
    {
        switch (message)
        {
            case Continuation continuation:
                Continue(continuation);
                break;
            case AsyncCompleted completed:
                Completed(completed);
                break;
            case Failed failed:
                HandleFailed(failed);
                break;
            case DeathWatchNotification notice:
                WatchedActorTerminated(notice.Actor, notice.ExistenceConfirmed);
                break;
            case Kernel.Create:
                Create();
                break;
            case Watch watch:
                OwnWatches.AddWatcher(watch.Watcher);
                break;
            case Unwatch unwatch:
                _watches?.RemoveWatcher(unwatch.Watcher);
                break;
            case Recreate recreate:
                FaultRecreate(recreate.Cause);
                break;
            case Suspend:
                Mailbox.Suspend();
                SuspendChildren(exceptFor: null);
                break;
            case Resume resume:
                FaultResume(resume.CausedByFailure);
                break;
            case Kernel.Terminate:
                Terminate();
                break;
        }
    }
}
