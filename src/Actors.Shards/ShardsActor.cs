using Actors.Log;

namespace Actors.Shards;

/// <summary>
/// The owners of this node's shards: starts and stops one for each shard that the placement gives it, and starts one again
/// that has failed. Takes <see cref="AssignShard"/>, <see cref="RevokeShard"/>, <see cref="LoseShard"/>, <see cref="DrainShards"/>,
/// <see cref="EndShards"/>, <see cref="GetShards"/>.
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
    private readonly List<IActorRef> _enders = [];
    private bool _draining;
    private bool _ending;

    /// <summary>Made by <see cref="For"/>.</summary>
    public ShardsActor(ShardServices services)
    {
        _services = services;
        ShardGauge.Expect(services.Log.ShardCount);
        Receive<AssignShard>(assign => Assign(assign.Shard));
        Receive<RevokeShard>(revoke => Revoke(revoke.Shard));
        Receive<LoseShard>(lose => Lose(lose.Shard));
        Receive<DrainShards>(_ => Drain());
        Receive<EndShards>(_ => End());
        Receive<OwnerIdle>(idle => OnIdle(idle.Shard));
        Receive<OwnerReleased>(released => OnReleased(released.Shard, released.Number));
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
        if (owned.Actor is { } actor)
        {
            owned.IsReleased = false;
            Answer(shard, owned);
            actor.Tell(new KeepShard(_draining));
        }
        else
        {
            Start(shard);
        }
    }

    private void Revoke(int shard)
    {
        if (!_owned.TryGetValue(shard, out var owned) || owned.Actor is null)
        {
            _owned.Remove(shard);
            Sender.Tell(new ShardReleased(shard));
            return;
        }

        (owned.IsAssigned, owned.MayEnd) = (false, true);
        owned.Waiting.Add(Sender);
        if (owned.IsReleased)
        {
            Answer(shard, owned);
        }
        else
        {
            owned.Actor.Tell(new LeaveShard(++owned.Leaves));
        }
    }

    private void Lose(int shard)
    {
        if (!_owned.TryGetValue(shard, out var owned) || owned.Actor is null)
        {
            _owned.Remove(shard);
            return;
        }

        (owned.IsAssigned, owned.MayEnd) = (false, true);
        owned.Actor.Tell(new DisownShard());
    }

    private void Drain()
    {
        _draining = true;
        _drainers.Add(Sender);
        foreach (var owned in _owned.Values)
        {
            owned.Actor?.Tell(new DrainShard());
        }

        AnswerDrained();
    }

    private void End()
    {
        _ending = true;
        _enders.Add(Sender);
        foreach (var owned in _owned.Values)
        {
            owned.Actor?.Tell(new EndShard());
        }

        AnswerEnded();
    }

    // While the node drains it is still one that shards may be placed on: better an owner that starts no jobs than none.
    private void Start(int shard)
    {
        if (_ending || !_owned.TryGetValue(shard, out var owned) || owned is not { IsAssigned: true, Actor: null })
        {
            return;
        }

        var services = _services;
        owned.Started = _services.Time.GetTimestamp();
        owned.Actor = Context.Watch(Context.ActorOf(Props.Create(() => new ShardActor(services, shard)), $"shard-{shard}"));
        (owned.MayEnd, owned.IsIdle, owned.IsReleased) = (false, false, false);
        if (_draining)
        {
            owned.Actor.Tell(new DrainShard());
        }
    }

    private void OnIdle(int shard)
    {
        if (_owned.TryGetValue(shard, out var owned))
        {
            owned.IsIdle = true;
            AnswerDrained();
        }
    }

    // One that was assigned again meanwhile has been answered and told to go on; what it said before that is of no use.
    private void OnReleased(int shard, int number)
    {
        if (_owned.TryGetValue(shard, out var owned) && !owned.IsAssigned && owned.Leaves == number)
        {
            owned.IsReleased = true;
            Answer(shard, owned);
        }
    }

    private static void Answer(int shard, Owned owned)
    {
        foreach (var waiting in owned.Waiting)
        {
            waiting.Tell(new ShardReleased(shard));
        }

        owned.Waiting.Clear();
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
            Answer(shard, owned);
            if (!owned.IsAssigned)
            {
                _owned.Remove(shard);
            }
            else if (owned.MayEnd)
            {
                Start(shard);
            }
            else
            {
                StartLater(shard, owned);
            }

            break;
        }

        AnswerDrained();
        AnswerEnded();
    }

    // An owner ends without being told to only when something is wrong that a new one may find again: the wait doubles, until
    // one has lived for longer than that.
    private void StartLater(int shard, Owned owned)
    {
        if (_services.Time.GetElapsedTime(owned.Started) > LongestWait)
        {
            owned.Failures = 0;
        }

        var wait = TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, FirstWait.Ticks << Math.Min(owned.Failures++, 10)));
        Timers.StartSingleTimer(shard, new StartAgain(shard), wait);
    }

    private void AnswerDrained()
    {
        if (_owned.Values.All(owned => owned.Actor is null || owned.IsIdle))
        {
            _drainers.ForEach(drainer => drainer.Tell(new ShardsDrained()));
            _drainers.Clear();
        }
    }

    private void AnswerEnded()
    {
        if (_owned.Values.All(owned => owned.Actor is null))
        {
            _enders.ForEach(ender => ender.Tell(new ShardsEnded()));
            _enders.Clear();
        }
    }

    private void Report()
    {
        var asked = _owned.Values
            .Where(owned => owned.Actor is not null)
            .Select(owned => Ask(owned.Actor!))
            .ToArray();
        var assigned = _owned.Values.Count(owned => owned.IsAssigned);
        _ = Gather(asked, assigned, _services.Options.NodeName).PipeTo(Sender, Self);
    }

    private static async Task<ShardsReport> Gather(Task<ShardStatus?>[] asked, int assigned, string node)
    {
        var answers = await Task.WhenAll(asked);
        return new ShardsReport([.. answers.OfType<ShardStatus>().OrderBy(status => status.Shard)], assigned) { Node = node };
    }

    private async Task<ShardStatus?> Ask(IActorRef owner)
    {
        try
        {
            var status = await owner.Ask<ShardStatus>(new GetShardStatus(), StatusTimeout);
            return status with { End = await EndOf(status.Shard) };
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }

    private async Task<long> EndOf(int shard)
    {
        using var patience = new CancellationTokenSource(StatusTimeout, _services.Time);
        try
        {
            var bounds = await _services.Log.BoundsAsync(shard, patience.Token).AsTask().WaitAsync(patience.Token);
            return bounds.Next;
        }
        catch (Exception e) when (e is LogUnavailableException or OperationCanceledException)
        {
            return -1;
        }
    }

    private sealed class Owned
    {
        internal bool IsAssigned { get; set; }

        internal IActorRef? Actor { get; set; }

        /// <summary>It drains, and no job of it runs.</summary>
        internal bool IsIdle { get; set; }

        /// <summary>It has given its shard up and serves on for the time being.</summary>
        internal bool IsReleased { get; set; }

        /// <summary>Its end is no failure.</summary>
        internal bool MayEnd { get; set; }

        /// <summary>How often it was told to leave.</summary>
        internal int Leaves { get; set; }

        /// <summary>When its present life began, as <see cref="TimeProvider.GetTimestamp"/> tells.</summary>
        internal long Started { get; set; }

        /// <summary>How many lives in a row have failed.</summary>
        internal int Failures { get; set; }

        internal List<IActorRef> Waiting { get; } = [];
    }

    private sealed record StartAgain(int Shard);
}
