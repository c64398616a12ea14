using Actors.Log;
using Actors.Sessions.Streams;

namespace Actors.Sessions.Feeds;

/// <summary>How a feed reads the log: its recovery point, scans, and without a bus a follower.</summary>
internal sealed partial class FeedActor
{
    /// <summary>Carries out what the state asks for.</summary>
    private void Do(FeedNeed? need)
    {
        switch (need)
        {
            case FeedNeed.Scan:
                StopFollowing();
                _env.Counters.Scanned();
                ReadOn();
                break;
            case FeedNeed.Wait:
                Timers.StartSingleTimer(GraceTimer, GraceTimer, _env.Options.FrameGrace);
                break;
        }
    }

    private void ReadPoint()
    {
        if (!_isReadingPoint)
        {
            _isReadingPoint = true;
            FeedLog.ReadPointAsync(_env.Log, _shard, _stopped.Token).PipeTo(Self, Self, null, e => new ReadFailed(e, 0));
        }
    }

    private void SayRemoved(PointRead read)
    {
        if (read.Removed is { } removed)
        {
            Context.GetLogger().Error("Feed {0}: retention has removed what it needs, from {1} on; it begins at {2}.", _shard, removed, read.First);
        }
    }

    private void ReadOn() =>
        _env.Log.ReadAsync(_shard, _state!.Head.Position + 1, FeedLog.ScanBytes, _stopped.Token)
            .PipeTo(Self, Self, b => new ScanRead(b), e => new ReadFailed(e, 0));

    private void OnScan(LogBatch batch)
    {
        SayDown(isDown: false);
        _state!.OnRecords(batch);
        if (batch.Next > batch.From)
        {
            ReadOn();
            return;
        }

        _state.ScanEnded();
        ForgetClaims();
        foreach (var session in _wanting)
        {
            session.Wake();
        }

        _wanting.Clear();
        if (_digests is null)
        {
            _state.Sleep();
        }
        else if (!_env.Bus.IsUp)
        {
            _follower = _env.Log.Follow(_shard, _state.Head.Position + 1);
            _following = new CancellationTokenSource();
            _followerNumber++;
            FollowOn();
        }
    }

    /// <summary>Where there is a claim more, it is time to forget those that retention has removed.</summary>
    private void ForgetClaims()
    {
        if (_state!.Claim != _claim)
        {
            // An answer that does not come changes nothing: the next claim asks again.
            _claim = _state.Claim;
            _env.Log.BoundsAsync(_shard, _stopped.Token).PipeTo(Self, Self, bounds => new FirstRead(bounds.First), _ => new FirstRead(0));
        }
    }

    private void FollowOn()
    {
        var number = _followerNumber;
        _follower!.NextAsync(_following!.Token)
            .PipeTo(Self, Self, b => new FollowRead(b, number), e => new ReadFailed(e, number));
    }

    private void StopFollowing()
    {
        if (_follower is { } follower)
        {
            (_follower, _followerNumber) = (null, _followerNumber + 1);
            _following!.Cancel();
            _following.Dispose();
            follower.DisposeAsync().PipeTo(Self, Self, null, e => new ReadFailed(e, -1));
        }
    }

    private void OnBus()
    {
        _heardAt = _env.Now;
        if (_env.Bus.IsUp)
        {
            _env.Bus.RequestDigest(_shard);
        }

        Do(_state?.BeginScan());
    }

    private void OnFailed(ReadFailed failed)
    {
        if (failed.Follower != 0 && failed.Follower != _followerNumber)
        {
            return;
        }

        if (failed.Error is OffsetOutOfRangeException && _state is not null)
        {
            StopFollowing();
            _state.BeginScan();
            ReadPoint();
            return;
        }

        _isReadingPoint = false;
        StopFollowing();
        SayDown(isDown: true);
        Context.GetLogger().Warning("Feed {0} could not read the log: {1}", _shard, failed.Error.Message);
        Timers.StartSingleTimer(RetryTimer, RetryTimer, RetryDelay);
    }

    /// <summary>Streams stay open while the log does not answer, and say so.</summary>
    private void SayDown(bool isDown)
    {
        if (_isDown == isDown)
        {
            return;
        }

        _isDown = isDown;
        var signal = isDown ? StreamSignal.LogDown : StreamSignal.LogUp;
        foreach (var window in _state?.Windows ?? [])
        {
            window.Sessions.Tell(signal);
        }

        foreach (var listen in _opening)
        {
            listen.Session.Session.Tell(signal);
        }
    }
}
