using Actors.Live;
using Actors.Log;
using Actors.Sessions.Streams;

namespace Actors.Sessions.Feeds;

/// <summary>
/// <c>/user/feeds/feed-n</c>: brings one shard's frames, digests and scans into the windows of the channels that have local
/// sessions. The one writer of the shard's head and windows. It follows the shard only while there are windows.
/// </summary>
internal sealed partial class FeedActor : UntypedActor, IWithTimers
{
    private const string TickTimer = "tick";
    private const string GraceTimer = "grace";
    private const string RetryTimer = "retry";
    private const string WakeTimer = "wake";

    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    private readonly StreamEnvironment _env;
    private readonly int _shard;
    private readonly FeedListener _listener;
    private readonly WakePacer _pacer;
    private readonly List<Listen> _opening = [];
    private readonly List<SessionHandle> _wanting = [];
    private readonly CancellationTokenSource _stopped = new();
    private IDisposable? _digests;
    private FeedState? _state;
    private ILogFollower? _follower;
    private CancellationTokenSource? _following;
    private long _followerNumber;
    private long _heardAt;
    private bool _isReadingPoint;
    private bool _isDown;

    public FeedActor(StreamEnvironment env, int shard)
    {
        (_env, _shard) = (env, shard);
        _listener = new FeedListener(Self, env.Counters);
        _pacer = new WakePacer(env.Options, env.Time);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Frame frame:
                _listener.Taken();
                Do(_state?.OnFrame(frame));
                break;
            case Digest digest:
                _heardAt = _env.Now;
                Do(_state?.OnDigest(digest));
                break;
            case ScanRead read:
                OnScan(read.Batch);
                break;
            case FollowRead read when read.Follower == _followerNumber:
                _state!.OnRecords(read.Batch);
                FollowOn();
                break;
            case Listen listen:
                _opening.Add(listen);
                WakeUp();
                break;
            case Leave leave:
                OnLeave(leave);
                break;
            case WantHead want:
                _wanting.Add(want.Session);
                Do(_state?.BeginScan());
                break;
            case PointRead read:
                OnPoint(read);
                break;
            case ReadFailed failed:
                OnFailed(failed);
                break;
            case BusChanged when _digests is not null:
                OnBus();
                break;
            case string timer:
                OnTimer(timer);
                break;
        }

        ServeOpenings();
        WakeMoved();
    }

    /// <summary>Also before a restart: sessions hold windows that nobody writes any more, so they end and their clients come back.</summary>
    protected override void PostStop()
    {
        foreach (var window in _state?.Windows ?? [])
        {
            window.Subscription?.Dispose();
            window.Sessions.Tell(StreamSignal.FeedLost);
            window.Trim(all: true);
            _env.Counters.WindowClosed();
        }

        foreach (var listen in _opening)
        {
            listen.Session.Session.Tell(StreamSignal.FeedLost, ActorRefs.NoSender);
        }

        Sleep();
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private void OnTimer(string timer)
    {
        switch (timer)
        {
            case TickTimer:
                OnTick();
                break;
            case GraceTimer when _state is { IsCertain: false } state:
                Do(state.BeginScan());
                break;
            case GraceTimer:
                Do(_state?.OnWaited());
                break;
            case RetryTimer when _state is null:
                ReadPoint();
                break;
            case RetryTimer when _state.IsScanning:
                ReadOn();
                break;
            case RetryTimer:
                Do(_state.BeginScan());
                break;
        }
    }

    /// <summary>Begins to follow the shard, for the first window or the first after a while.</summary>
    private void WakeUp()
    {
        if (_digests is not null)
        {
            return;
        }

        _digests = _env.Bus.SubscribeShard(_shard, _listener);
        _heardAt = _env.Now;
        Timers.StartPeriodicTimer(TickTimer, TickTimer, TickInterval);
        if (_state is null)
        {
            ReadPoint();
        }
        else
        {
            FindHead();
        }
    }

    /// <summary>A digest of the claim that the feed knows says where the head is; without one, a scan does.</summary>
    private void FindHead()
    {
        if (!_env.Bus.IsUp)
        {
            Do(_state!.BeginScan());
            return;
        }

        _env.Bus.RequestDigest(_shard);
        Timers.StartSingleTimer(GraceTimer, GraceTimer, _env.Options.FrameGrace);
    }

    private void Sleep()
    {
        _digests?.Dispose();
        _digests = null;
        StopFollowing();
        _state?.Sleep();
        Timers.CancelAll();
    }

    private void OnPoint(PointRead read)
    {
        _isReadingPoint = false;
        if (_state is null)
        {
            _state = new FeedState(_shard, read.Point, _env.Limits);
            FindHead();
            return;
        }

        _state.BeginAgain(read.Point);
        ReadOn();
    }

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
