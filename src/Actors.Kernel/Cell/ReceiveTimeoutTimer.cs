namespace Actors.Kernel;

/// <summary>Tells an actor <see cref="ReceiveTimeout"/> when it was told nothing for a while.</summary>
internal sealed class ReceiveTimeoutTimer(ActorCell cell)
{
    private ICancelable? _pending;

    internal TimeSpan? Duration { get; set; }

    internal void Cancel()
    {
        _pending?.Cancel();
        _pending = null;
    }

    /// <summary>Called at the end of each message: counts anew, or goes on counting if the message does not matter here.</summary>
    internal void Check(bool reschedule)
    {
        if (Duration is not { } duration)
        {
            Cancel();
            return;
        }

        if (!reschedule && _pending is not null)
            return;
        Cancel();
        _pending = cell.SystemImpl.Scheduler.ScheduleTellOnceCancelable(duration, cell.Self, Kernel.ReceiveTimeout.Instance, cell.Self);
    }

    internal void End()
    {
        Duration = null;
        Cancel();
    }
}
