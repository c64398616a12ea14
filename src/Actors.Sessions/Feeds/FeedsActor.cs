namespace Actors.Sessions.Feeds;

/// <summary><c>/user/feeds</c>: makes a feed for each shard that has local sessions, and tells feeds when the bus comes and goes.</summary>
internal sealed class FeedsActor(StreamEnvironment env) : UntypedActor, IWithTimers
{
    private const string Look = "look";

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<int, IActorRef> _feeds = [];
    private bool _isUp = env.Bus.IsUp;
    private long _losses = env.Bus.Losses;

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer(Look, Look, LookInterval);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Listen listen:
                Feed(listen.Shard).Forward(listen);
                break;
            case Leave leave:
                Feed(leave.Shard).Forward(leave);
                break;
            case WantHead want:
                Feed(want.Shard).Forward(want);
                break;
            case Look when env.Bus.IsUp != _isUp || env.Bus.Losses != _losses:
                (_isUp, _losses) = (env.Bus.IsUp, env.Bus.Losses);
                foreach (var feed in _feeds.Values)
                {
                    feed.Tell(new BusChanged(_isUp), Self);
                }

                break;
        }
    }

    /// <summary>A feed that fails begins again empty; its sessions have been told.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Restart);

    private IActorRef Feed(int shard)
    {
        if (!_feeds.TryGetValue(shard, out var feed))
        {
            _feeds.Add(shard, feed = Context.ActorOf(Props.Create<FeedActor>(env, shard), $"feed-{shard}"));
        }

        return feed;
    }
}
