namespace Actors.Shards;

/// <summary>
/// The owners of this node's shards: starts and stops one for each shard that the placement gives it, and starts one again
/// that has failed. Takes <see cref="AssignShard"/>, <see cref="RevokeShard"/>, <see cref="DrainShards"/>, <see cref="GetShards"/>.
/// </summary>
public sealed class ShardsActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StatusTimeout = TimeSpan.FromSeconds(1);

    private readonly ShardServices _services;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly SortedDictionary<int, Owned> _owned = [];
    private readonly List<IActorRef> _drainers = [];
    private bool _draining;

    /// <summary>Made by <see cref="For"/>.</summary>
    public ShardsActor(ShardServices services)
    {
        _services = services;
        Receive<AssignShard>(assign => Assign(assign.Shard));
        Receive<RevokeShard>(revoke => Revoke(revoke.Shard));
        Receive<DrainShards>(_ => Drain());
        Receive<GetShards>(_ => Report());
        Receive<StartAgain>(again => Start(again.Shard));
        Receive<Terminated>(ended => OnEnded(ended.ActorRef));
    }

    /// <summary>Set by the engine.</summary>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to start the actor; its name is <c>shards</c>.</summary>
    public static Props For(ShardServices services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var validated = services with { Options = services.Options.Validated() };
        return Props.Create(() => new ShardsActor(validated));
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(cause =>
    {
        _log.Error(cause, "A shard's owner failed.");
        return Directive.Stop;
    });

    private void Assign(int shard)
    {
        if (!_owned.TryGetValue(shard, out var owned))
        {
            _owned.Add(shard, owned = new Owned());
        }

        owned.IsAssigned = true;
        Start(shard);
    }

    private void Revoke(int shard)
    {
        if (!_owned.TryGetValue(shard, out var owned) || owned.Actor is null)
        {
            _owned.Remove(shard);
            Sender.Tell(new ShardReleased(shard));
            return;
        }

        owned.IsAssigned = false;
        owned.Waiting.Add(Sender);
        owned.Actor.Tell(new LeaveShard(Drain: false));
    }

    private void Drain()
    {
        _draining = true;
        _drainers.Add(Sender);
        foreach (var owned in _owned.Values)
        {
            owned.Actor?.Tell(new LeaveShard(Drain: true));
        }

        AnswerDrained();
    }

    private void Start(int shard)
    {
        if (!_draining && _owned.TryGetValue(shard, out var owned) && owned is { IsAssigned: true, Actor: null })
        {
            var services = _services;
            owned.Actor = Context.Watch(Context.ActorOf(
                Props.Create(() => new ShardActor(services, shard)), $"shard-{shard}"));
        }
    }

    private void OnEnded(IActorRef actor)
    {
        foreach (var (shard, owned) in _owned)
        {
            if (!actor.Equals(owned.Actor))
            {
                continue;
            }

            owned.Actor = null;
            foreach (var waiting in owned.Waiting)
            {
                waiting.Tell(new ShardReleased(shard));
            }

            owned.Waiting.Clear();
            if (owned.IsAssigned)
            {
                StartLater(shard, owned);
            }
            else
            {
                _owned.Remove(shard);
            }

            break;
        }

        AnswerDrained();
    }

    // An owner ends without being told to only when something is wrong that a new one may find again: the wait doubles.
    private void StartLater(int shard, Owned owned)
    {
        var wait = TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, FirstWait.Ticks << Math.Min(owned.Failures++, 10)));
        Timers.StartSingleTimer(shard, new StartAgain(shard), wait);
    }

    private void AnswerDrained()
    {
        if (_drainers.Count == 0 || _owned.Values.Any(owned => owned.Actor is not null))
        {
            return;
        }

        foreach (var drainer in _drainers)
        {
            drainer.Tell(new ShardsDrained());
        }

        _drainers.Clear();
    }

    private void Report()
    {
        var asked = _owned.Values
            .Where(owned => owned.Actor is not null)
            .Select(owned => Ask(owned.Actor!))
            .ToArray();
        var assigned = _owned.Values.Count(owned => owned.IsAssigned);
        _ = Gather(asked, assigned).PipeTo(Sender, Self);
    }

    private static async Task<ShardsReport> Gather(Task<ShardStatus?>[] asked, int assigned)
    {
        var answers = await Task.WhenAll(asked);
        return new ShardsReport([.. answers.OfType<ShardStatus>().OrderBy(status => status.Shard)], assigned);
    }

    private static async Task<ShardStatus?> Ask(IActorRef owner)
    {
        try
        {
            return await owner.Ask<ShardStatus>(new GetShardStatus(), StatusTimeout);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }

    private sealed class Owned
    {
        internal bool IsAssigned { get; set; }

        internal IActorRef? Actor { get; set; }

        internal int Failures { get; set; }

        internal List<IActorRef> Waiting { get; } = [];
    }

    private sealed record StartAgain(int Shard);
}
