namespace Actors.Shards;

/// <summary>Leaving: step 7 of the owner's life.</summary>
internal sealed partial class ShardActor
{
    private bool _leaving;
    private bool _finishing;

    private void OnLeave(LeaveShard leave)
    {
        if (!IsServing)
        {
            Context.Stop(Self);
            return;
        }

        if (!_leaving)
        {
            _leaving = true;
            Enter(ShardState.Leaving, Serving);
            _jobs.Drain();
            Timers.StartSingleTimer(DrainExpired.Instance, DrainExpired.Instance, _options.DrainTimeout);
        }

        if (!leave.Drain)
        {
            FinishLeaving();
        }

        EndIfDrained();
        WatchAppends();
    }

    private void OnDrainExpired()
    {
        if (IsServing)
        {
            FinishLeaving();
            WatchAppends();
        }
        else
        {
            Context.Stop(Self);
        }
    }

    private void EndIfDrained()
    {
        if (_leaving && !_finishing && IsServing && _jobs.Running == 0)
        {
            FinishLeaving();
        }
    }

    /// <summary>Takes nothing more from jobs and makes the last point; what is open goes on at the next owner.</summary>
    private void FinishLeaving()
    {
        if (_finishing)
        {
            return;
        }

        _finishing = true;
        Timers.Cancel(DrainExpired.Instance);
        Timers.StartSingleTimer(LeaveExpired.Instance, LeaveExpired.Instance, _options.LeaveTimeout);
        BeginPoint();
    }

    /// <summary>A point is done or not to be had: the owner that is leaving ends.</summary>
    private void EndWithoutPoint()
    {
        if (_finishing)
        {
            Context.Stop(Self);
        }
    }

    private sealed record DrainExpired : IOwnMessage
    {
        internal static readonly DrainExpired Instance = new();
    }

    private sealed record LeaveExpired : IOwnMessage
    {
        internal static readonly LeaveExpired Instance = new();
    }
}
