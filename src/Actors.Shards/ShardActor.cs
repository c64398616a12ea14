using System.Text;
using Actors.Log;
using Actors.Shards.Commands;
using Actors.Shards.Digests;
using Actors.Shards.Jobs;
using Actors.Shards.Ownership;
using Actors.Shards.State;
using Actors.Shards.Work;

namespace Actors.Shards;

/// <summary>
/// The owner of one shard, and the only one that appends to it:
/// <code>
///   claiming ─▶ recovering ─▶ serving ─▶ leaving ─▶ lingering ─▶ (stopped)
///      ▲                        │ │                 released: served on until another owner's claim
///      ├── in doubt ◀───────────┘ │   an append failed, or the own claim ended: jobs hold, nothing is lost
///      └── back-off ◀─────────────┘   another owner's claim: everything in hand is dropped
/// </code>
/// It reads everything back that is in the shard, its own records included, and acts on what came back valid. One batch of
/// records is one message.
/// </summary>
internal sealed partial class ShardActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan LagInterval = TimeSpan.FromSeconds(5);

    private readonly ShardServices _services;
    private readonly ShardsOptions _options;
    private readonly ShardPlace _place;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CommandHandling _handling;
    private readonly OwnAppends _appends;
    private readonly DigestBuilder _digest;
    private readonly ShardReader _reader;
    private readonly JobChildren _jobs;
    private readonly ClaimBackoff _backoff;
    private readonly ShardGauge _gauge;

    private ShardState _state;
    private DateTimeOffset _since;
    private string? _trouble;
    private IDisposable? _digestRequests;
    private ShardFold _fold;
    private readonly ReadBack _readBack = new();
    private int _epoch;

    public ShardActor(ShardServices services, int shard)
    {
        _services = services;
        _options = services.Options;
        _place = new ShardPlace(services.Log.LogId, shard, services.Log.ShardCount);
        _handling = new CommandHandling(_place, services.Jobs, _options, services.Time, services.Ids);
        _appends = new OwnAppends(services.Log, shard, _stopping.Token);
        _digest = new DigestBuilder(shard, _options.NodeName, _options.MaxDigestChannels);
        _reader = new ShardReader(Self);
        _jobs = new JobChildren(Context, services.Jobs, _options.MaxRunningJobs);
        _backoff = new ClaimBackoff(
            _options.ClaimBackoff, _options.MaxClaimBackoff, new Random(unchecked((services.Seed * 397) + shard)));
        _fold = new ShardFold(_place, null, 0);
        _gauge = ShardGauge.Of(shard);
        _courtesy = NewCourtesy();
        Enter(ShardState.Claiming, Claiming);
    }

    /// <summary>Set by the engine.</summary>
    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(LookAtEnd.Instance, LookAtEnd.Instance, LagInterval);
        ClaimLater();
    }

    protected override void PostStop()
    {
        _gauge.Clear();
        _digestRequests?.Dispose();
        _reader.Close();
        _appends.Drop();
        _stopping.Cancel();
        _stopping.Dispose();
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(cause =>
    {
        _log.Warning(cause, "Shard {0}: a job's actor failed.", _place.Shard);
        return Directive.Stop;
    });

    private void Enter(ShardState state, Action behaviour)
    {
        (_state, _since) = (state, _services.Time.GetUtcNow());
        ShowGauge();
        Become(() =>
        {
            // First, for of these there are many: one for each event, while a batch is one for many.
            Receive<EmitEvent>(emit => OnEmit(emit.Event));
            Receive<ShardReader.BatchRead>(OnBatch);
            behaviour();
            Receive<ShardReader.ReadFailed>(OnReadFailed);
            Receive<Terminated>(ended => OnJobStopped(ended.ActorRef));
            Receive<RestartJob>(restart => OnRestart(restart.Job));
            Leaving();
            Receive<ReadAgain>(_ => OnReadAgain());
            Receive<GetShardStatus>(_ => Sender.Tell(Status()));
            Receive<LookAtEnd>(_ => LookAtTheEnd());
            Receive<EndSeen>(seen => OnEndSeen(seen.Bounds));
            Receive<IOwnMessage>(_ => { });
        });
    }

    private ShardStatus Status() => new()
    {
        Shard = _place.Shard,
        State = _state,
        Since = _since,
        ServedSince = _servedSince,
        IsLost = _lost,
        Claim = _readBack.Claim,
        Position = _readBack.Position,
        Point = _lastPoint,
        WaitingCommands = _fold.Waiting,
        PendingAppends = _appends.Count,
        OpenJobs = _fold.Jobs.Count,
        RunningJobs = _jobs.Running,
        RecoverySeconds = _recovery.TotalSeconds,
        RecoveryRecords = _recovered,
        Trouble = _trouble,
        WaitsFor = _state == ShardState.Claiming && _courtesy.Left(Elapsed) > TimeSpan.Zero ? _courtesy.Node : null,
    };

    private void ShowGauge() => _gauge.Show(_state, _readBack.Position, _fold.Jobs.Count, _jobs.Running);

    // An end that can't be had says nothing of the shard: the next one will do.
    private void LookAtTheEnd() =>
        _ = BoundsAsync().PipeTo(Self, Self, bounds => new EndSeen(bounds), _ => LookFailed.Instance);

    private async Task<ShardBounds> BoundsAsync() => await _services.Log.BoundsAsync(_place.Shard, _stopping.Token);

    private void OnEndSeen(ShardBounds bounds)
    {
        _gauge.ShowEnd(bounds.Next);
        _readBack.Forget(bounds.First);
    }

    private byte[] ClaimValue() => Encoding.UTF8.GetBytes($"{_options.NodeName} {_services.Ids.Next():N}");

    /// <summary>What the owner tells itself; one that comes when its time is over is ignored.</summary>
    private interface IOwnMessage;

    private sealed record DigestRequested : IOwnMessage
    {
        internal static readonly DigestRequested Instance = new();
    }

    private sealed record RestartJob(RunningJob Job);

    private sealed record LookAtEnd : IOwnMessage
    {
        internal static readonly LookAtEnd Instance = new();
    }

    private sealed record LookFailed : IOwnMessage
    {
        internal static readonly LookFailed Instance = new();
    }

    private sealed record EndSeen(ShardBounds Bounds) : IOwnMessage;
}
