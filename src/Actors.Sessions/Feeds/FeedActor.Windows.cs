namespace Actors.Sessions.Feeds;

/// <summary>The windows of a feed: opened for the first session, woken when they move, closed a while after the last one.</summary>
internal sealed partial class FeedActor
{
    private void OnLeave(Leave leave)
    {
        _wanting.Remove(leave.Session);
        if (_opening.RemoveAll(o => ReferenceEquals(o.Session, leave.Session) && o.Channel == leave.Channel) == 0
            && _state?.TryGetWindow(leave.Channel, out var window) == true
            && window.Sessions.Remove(leave.Session)
            && window.Sessions.Count == 0)
        {
            window.Sessions.EmptySince = _env.Now;
        }
    }

    private void ServeOpenings()
    {
        if (_opening.Count == 0 || _state is not { IsCertain: true })
        {
            return;
        }

        foreach (var listen in _opening)
        {
            if (!_state.TryGetWindow(listen.Channel, out var window))
            {
                window = _state.Open(listen.Channel);
                window.Subscription = _env.Bus.SubscribeChannel(_shard, listen.Channel, _listener);
                _env.Counters.WindowOpened();
            }

            window.Sessions.Add(listen.Session);
            listen.Session.Session.Tell(new Listening(listen.Place, window), Self);
        }

        _opening.Clear();
    }

    private void OnTick()
    {
        var now = _env.Now;
        foreach (var window in _state?.Windows.Where(w => w.Sessions.Count == 0).ToArray() ?? [])
        {
            if (now - window.Sessions.EmptySince >= _env.Options.WindowLinger.TotalMilliseconds)
            {
                window.Subscription?.Dispose();
                _state!.Close(window);
                _env.Counters.WindowClosed();
            }
        }

        if (_opening.Count == 0 && _state is null or { Windows.Count: 0 })
        {
            Sleep();
            return;
        }

        if (_env.Limits.IsTight)
        {
            foreach (var window in _state?.Windows ?? [])
            {
                window.Trim(all: window.Sessions.Count == 0);
            }
        }

        if (now - _heardAt >= _env.Options.MaxSilence.TotalMilliseconds && _follower is null)
        {
            _heardAt = now;
            Do(_state?.BeginScan());
        }
    }

    private void WakeMoved()
    {
        if (_state is not { Moved.Count: > 0 } && !_pacer.HasDue)
        {
            return;
        }

        foreach (var window in _state!.Moved)
        {
            _pacer.Moved(window.Sessions);
        }

        _state.Moved.Clear();
        if (_pacer.WakeDue() is { } delay && !Timers.IsTimerActive(WakeTimer))
        {
            Timers.StartSingleTimer(WakeTimer, WakeTimer, delay);
        }
    }
}
