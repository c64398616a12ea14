namespace Actors.Shards;

/// <summary>
/// Leaving: step 7 of the owner's life. A shard that is given away is drained, gets its last point and is released; it is
/// served on until the next owner's claim is read, so it is without an owner only while that one recovers.
/// </summary>
internal sealed partial class ShardActor
{
    private bool _draining;
    private bool _idle;
    private bool _leaving;
    private bool _finishing;
    private bool _released;
    private int _leaveNumber;
    private bool _lost;
    private long? _revoked;

    private void Leaving()
    {
        Receive<DrainShard>(_ => BeginDrain());
        Receive<LeaveShard>(leave => OnLeave(leave.Number));
        Receive<DisownShard>(_ => OnDisown());
        Receive<KeepShard>(keep => OnKeep(keep.Drain));
        Receive<EndShard>(_ => OnEnd());
        Receive<DrainExpired>(_ => OnIdle());
        Receive<LeaveExpired>(_ => Release());
        Receive<HandoverExpired>(_ => Context.Stop(Self));
    }

    private void BeginDrain()
    {
        if (!_draining)
        {
            _draining = true;
            _jobs.Drain();
            Timers.StartSingleTimer(DrainExpired.Instance, DrainExpired.Instance, _options.DrainTimeout);
        }

        EndIfDrained();
    }

    private void EndIfDrained()
    {
        if (_draining && !_idle && _jobs.Running == 0)
        {
            OnIdle();
        }
    }

    private void OnIdle()
    {
        _idle = true;
        Timers.Cancel(DrainExpired.Instance);
        Context.Parent.Tell(new OwnerIdle(_place.Shard));
        if (_leaving)
        {
            FinishLeaving();
        }
    }

    private void OnLeave(int number)
    {
        _leaveNumber = number;
        if (_leaving)
        {
            return;
        }

        _leaving = true;
        _revoked = _services.Time.GetTimestamp();
        if (IsServing)
        {
            Enter(ShardState.Leaving, Serving);
        }
        else if (!InDoubt)
        {
            // Nothing is in hand. An owner that has claimed already serves in the end, if only until the next one's claim.
            _draining = true;
            _jobs.Drain();
            Release();
            return;
        }

        BeginDrain();
        if (_idle)
        {
            FinishLeaving();
        }

        WatchAppends();
    }

    /// <summary>Makes the last point; what is open goes on at the next owner. One in doubt comes here again when it serves.</summary>
    private void FinishLeaving()
    {
        if (!_finishing)
        {
            _finishing = true;
            Timers.StartSingleTimer(LeaveExpired.Instance, LeaveExpired.Instance, _options.LeaveTimeout);
            if (IsServing)
            {
                BeginPoint();
                WatchAppends();
            }
        }
    }

    /// <summary>A point is done or not to be had: the owner that is leaving gives its shard up.</summary>
    private void EndWithoutPoint()
    {
        if (_finishing)
        {
            Release();
        }
    }

    /// <summary>From here on another owner may claim, so this one never does again.</summary>
    private void Release()
    {
        if (_released)
        {
            return;
        }

        _released = true;
        if (_revoked is { } since)
        {
            ShardsInstruments.ReleaseDuration.Record(_services.Time.GetElapsedTime(since).TotalSeconds);
        }

        Timers.Cancel(LeaveExpired.Instance);
        Context.Parent.Tell(new OwnerReleased(_place.Shard, _leaveNumber));
        if (!_services.Log.IsShared || InDoubt || _state == ShardState.Claiming)
        {
            // One in doubt would have to claim.
            Context.Stop(Self);
        }
        else if (IsServing)
        {
            Enter(ShardState.Lingering, Serving);
        }
    }

    private void OnDisown()
    {
        _lost = true;
        if (_state == ShardState.Claiming)
        {
            Context.Stop(Self);
        }
    }

    private void OnKeep(bool drain)
    {
        (_lost, _leaving, _finishing, _released, _revoked) = (false, false, false, false, null);
        Timers.Cancel(LeaveExpired.Instance);
        if (!drain)
        {
            (_draining, _idle) = (false, false);
            Timers.Cancel(DrainExpired.Instance);
            _jobs.Open();
        }

        if (IsServing)
        {
            Enter(ShardState.Serving, Serving);
        }
        else if (Timers.IsTimerActive(nameof(TryClaim)))
        {
            Timers.Cancel(nameof(TryClaim));
            _backoff.Reset();
            ClaimLater();
        }
    }

    private void OnEnd()
    {
        _leaving = true;
        Release();
        BeginDrain();
        Timers.StartSingleTimer(HandoverExpired.Instance, HandoverExpired.Instance, _options.HandoverTimeout);
    }

    private sealed record DrainExpired : IOwnMessage
    {
        internal static readonly DrainExpired Instance = new();
    }

    private sealed record LeaveExpired : IOwnMessage
    {
        internal static readonly LeaveExpired Instance = new();
    }

    private sealed record HandoverExpired : IOwnMessage
    {
        internal static readonly HandoverExpired Instance = new();
    }
}
