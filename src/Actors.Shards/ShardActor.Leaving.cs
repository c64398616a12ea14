using Actors.Log;
using Actors.Shards.Ownership;

namespace Actors.Shards;

/// <summary>
/// Leaving: step 7 of the owner's life. A shard whose jobs have ended gets its last point and is released. One whose jobs run is
/// released as soon as the log has a notice, by which the next owner knows that it should wait, and drained afterwards: the group
/// that places shards waits for a release, and while it waits it places none of a dead node. Either way the shard is served on
/// until the next owner's claim is read, so it is without an owner only while that one recovers.
/// </summary>
internal sealed partial class ShardActor
{
    // One notice may be late, and the next one too, before the next owner claims.
    private const int NoticeIntervals = 3;

    private bool _draining;
    private bool _idle;

    // The whole node drains, for good: only then is anybody told that this shard's jobs have ended.
    private bool _nodeDrains;
    private bool _leaving;
    private bool _finishing;
    private bool _released;
    private int _leaveNumber;
    private bool _lost;
    private bool _noticed;
    private int _noticesOut;
    private long? _revoked;

    private TimeSpan NoticeWait => _options.NoticeInterval * NoticeIntervals;

    private void Leaving()
    {
        Receive<DrainShard>(_ => OnDrain());
        Receive<LeaveShard>(leave => OnLeave(leave.Number));
        Receive<DisownShard>(_ => OnDisown());
        Receive<KeepShard>(keep => OnKeep(keep.Drain));
        Receive<EndShard>(_ => OnEnd());
        Receive<DrainExpired>(_ => OnIdle());
        Receive<LeaveExpired>(_ => Release());
        Receive<NoticeTick>(_ => Notice(NoticeWait));
        Receive<HandoverExpired>(_ => Context.Stop(Self));
    }

    private void OnDrain()
    {
        _nodeDrains = true;
        BeginDrain();
        SayIdle();
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
        SayIdle();
        if (_leaving)
        {
            FinishLeaving();
        }
    }

    // Not for a shard that is only given up: it may come back and start jobs, and what was said of it would stand.
    private void SayIdle()
    {
        if (_nodeDrains && _idle)
        {
            Context.Parent.Tell(new OwnerIdle(_place.Shard));
        }
    }

    /// <summary>Running jobs are to end before another owner claims: the log says so until they have.</summary>
    private void GiveNotice()
    {
        _noticed = true;
        Timers.StartPeriodicTimer(NoticeTick.Instance, NoticeTick.Instance, _options.NoticeInterval);
        Notice(NoticeWait);
    }

    /// <summary>Nobody needs to wait for this owner any longer.</summary>
    private void EndNotice()
    {
        if (_noticed)
        {
            _noticed = false;
            Timers.Cancel(NoticeTick.Instance);
            Notice(TimeSpan.Zero);
        }
    }

    private void Notice(TimeSpan wait)
    {
        if (IsServing)
        {
            _noticesOut++;
            AppendOwn(new LogRecord { Kind = RecordKind.Notice, Value = new LeaveNotice(_options.NodeName, wait).Encode() });
            WatchAppends();
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
        if (_services.Log.IsShared)
        {
            Timers.StartSingleTimer(LeaveExpired.Instance, LeaveExpired.Instance, _options.LeaveTimeout);
        }

        GoOnLeaving();
    }

    /// <summary>The next step of leaving, for an owner that serves; one in doubt comes here again when it does.</summary>
    private void GoOnLeaving()
    {
        if (_idle)
        {
            FinishLeaving();
        }
        else if (IsServing && _services.Log.IsShared)
        {
            GiveNotice();
        }

        WatchAppends();
    }

    /// <summary>
    /// Makes the last point; what is open goes on at the next owner. One that has given notice makes none: the next owner has read
    /// what there is by now, or soon will, and only waits to claim.
    /// </summary>
    private void FinishLeaving()
    {
        if (_noticed)
        {
            EndNotice();
        }
        else if (!_finishing && !_released)
        {
            _finishing = true;
            if (!Timers.IsTimerActive(LeaveExpired.Instance))
            {
                Timers.StartSingleTimer(LeaveExpired.Instance, LeaveExpired.Instance, _options.LeaveTimeout);
            }

            if (IsServing)
            {
                BeginPoint();
                WatchAppends();
            }
        }
    }

    /// <summary>The last notice came back: who reads the log up to its end reads it, so the shard may be placed elsewhere.</summary>
    private void OnNotice()
    {
        if (--_noticesOut == 0 && _leaving)
        {
            Release();
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
        EndNotice();
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
        EndNotice();
        BeginDrain();
        Timers.StartSingleTimer(HandoverExpired.Instance, HandoverExpired.Instance, _options.HandoverTimeout);
    }

    private sealed record DrainExpired : IOwnMessage
    {
        internal static readonly DrainExpired Instance = new();
    }

    private sealed record NoticeTick : IOwnMessage
    {
        internal static readonly NoticeTick Instance = new();
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
