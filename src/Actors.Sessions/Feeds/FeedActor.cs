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
    private long _claim = -1;
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
                OnDigest(digest);
                break;
            case ScanRead read:
                OnScan(read.Batch);
                break;
            case FollowRead read when read.Follower == _followerNumber:
                _state!.OnRecords(read.Batch);
                ForgetClaims();
                FollowOn();
                break;
            case Listen listen:
                _opening.Add(listen);
                if (_isDown)
                {
                    listen.Session.Session.Tell(StreamSignal.LogDown);
                }

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
                SayRemoved(read);
                OnPoint(read);
                break;
            case FirstRead read:
                _state!.Forget(read.First);
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

    private void OnWaited()
    {
        var need = _state?.OnWaited();
        if (need == FeedNeed.Scan)
        {
            SessionInstruments.Holes.Add(1);
        }

        Do(need);
    }

    private void OnDigest(Digest digest)
    {
        var wasCertain = _state?.IsCertain == true;
        var need = _state?.OnDigest(digest);
        if (wasCertain && need == FeedNeed.Scan)
        {
            SessionInstruments.Holes.Add(1);
        }

        Do(need);
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
                OnWaited();
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
        SayDown(isDown: false);
        if (_state is null)
        {
            _state = new FeedState(_shard, read.Point, _env.Limits);
            _state.Forget(read.First);
            FindHead();
            return;
        }

        _state.BeginAgain(read.Point);
        _state.Forget(read.First);
        ReadOn();
    }
}
