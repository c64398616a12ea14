using System.Runtime.ExceptionServices;

namespace Actors.Kernel;

/// <summary>Failure, restart and end.</summary>
internal sealed partial class ActorCell
{
    private Faults? _faults;

    private Faults OwnFaults => _faults ??= new Faults();

    private void Create()
    {
        try
        {
            _actor = NewActor();
            _actor.Start();
            _timeout?.Check(reschedule: true);
        }
        catch (Exception cause)
        {
            _actor = null;
            throw new ActorInitializationException(_self, "Exception during creation", cause);
        }
    }

    /// <summary>Stops handling messages and asks the supervisor what to do.</summary>
    private void HandleInvokeFailure(Exception cause, LocalActorRef? failedChild)
    {
        if (_faults?.FailedBy is not null || Mailbox.IsClosed)
            return;
        KernelMetrics.Failures.Add(1);
        Mailbox.Suspend();
        OwnFaults.FailedBy = failedChild ?? _self;
        SuspendChildren(exceptFor: failedChild);
        _self.Supervisor.SendSystemMessage(new Failed(_self, cause));
    }

    private void HandleFailed(Failed failed)
    {
        if (_children is null || !_children.Contains(failed.Child))
            return;
        var (message, sender) = (_message, _sender);
        _sender = failed.Child;
        try
        {
            var strategy = OwnFaults.Strategy ??= Props.SupervisorStrategy ?? _actor!.Strategy();
            if (!strategy.HandleFailure(this, failed.Child, failed.Cause))
                ExceptionDispatchInfo.Throw(failed.Cause);
        }
        finally
        {
            (_message, _sender) = (message, sender);
        }
    }

    private void FaultRecreate(Exception cause)
    {
        if (_actor is not { } failed)
        {
            FaultCreate();
            return;
        }

        if (_terminating || _children is { Reason: not Children.Waiting.None })
        {
            // Keeps suspensions and resumptions balanced.
            FaultResume(null);
            return;
        }

        var message = _message;
        try
        {
            failed.Restarting(cause, message);
            Retire(failed);
        }
        catch (Exception e)
        {
            Publish(new Error(new PreRestartException(_self, e, cause, message), Where, failed.GetType(), e.Message));
        }

        if (!WaitForChildren(Children.Waiting.Recreation, cause))
            FinishRecreate(cause);
    }

    private void FinishRecreate(Exception cause)
    {
        var survivors = ChildRefs;
        try
        {
            Mailbox.Resume();
            ForgetFailure();
            _message = null;
            OwnFaults.Strategy = null;
            _actor = NewActor();
            KernelMetrics.Restarts.Add(1);
            _actor.Restarted(cause);
            _timeout?.Check(reschedule: true);
            foreach (var child in survivors)
                child.SendSystemMessage(new Recreate(cause));
        }
        catch (Exception e)
        {
            HandleInvokeFailure(new PostRestartException(_self, e, cause), null);
        }
    }

    private void FaultResume(Exception? causedByFailure)
    {
        if (_actor is null)
        {
            FaultCreate();
            return;
        }

        var perpetrator = _faults?.FailedBy;
        Mailbox.Resume();
        if (causedByFailure is not null)
            ForgetFailure();
        ResumeChildren(causedByFailure, perpetrator);
    }

    /// <summary>The first instance could not be made, and the supervisor wants another try.</summary>
    private void FaultCreate()
    {
        _timeout?.End();
        StopChildren();
        if (!WaitForChildren(Children.Waiting.Creation))
            FinishCreate();
    }

    private void FinishCreate()
    {
        Mailbox.Resume();
        ForgetFailure();
        try
        {
            Create();
        }
        catch (Exception cause)
        {
            HandleInvokeFailure(cause, null);
        }
    }

    private void Terminate()
    {
        var wasTerminating = _terminating;
        _timeout?.End();
        UnwatchAll();
        RefuseChildren();
        StopChildren();
        if (!WaitForChildren(Children.Waiting.Termination))
        {
            FinishTerminate();
        }
        else if (!wasTerminating)
        {
            // No more messages, and no failures to the supervisor, while the children stop.
            Mailbox.Suspend();
            OwnFaults.FailedBy = _self;
        }
    }

    private void FinishTerminate()
    {
        var actor = _actor;
        try
        {
            if (actor is not null)
            {
                actor.Stopped();
                Retire(actor);
            }
        }
        catch (Exception e)
        {
            Publish(new Error(e, Where, actor!.GetType(), e.Message));
        }
        finally
        {
            Mailbox.Close();
            _self.Supervisor.SendSystemMessage(new DeathWatchNotification(_self, existenceConfirmed: true));
            TellWatchersWeDied();
            UnwatchAll();
            Forget();
        }
    }

    private void HandleChildTerminated(LocalActorRef child)
    {
        var (next, cause) = _children!.Remove(child);
        switch (next)
        {
            case Children.Waiting.Recreation:
                FinishRecreate(cause!);
                break;
            case Children.Waiting.Creation:
                FinishCreate();
                break;
            case Children.Waiting.Termination:
                FinishTerminate();
                break;
        }
    }

    private void ForgetFailure()
    {
        if (_faults is not null)
            _faults.FailedBy = null;
    }

    /// <summary>References outlive their actors: they should hold on to little.</summary>
    private void Forget()
    {
        ResetBehaviour();
        _actor = null;
        _message = null;
        _sender = null;
        _context = null;
        _timeout = null;
        _faults = null;
        _watches = null;
        if (_self.ParentActor is not null)
            _children = null;
    }
}
