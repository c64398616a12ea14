using System.Runtime.ExceptionServices;
using Actors.Contracts;
using Actors.Sessions;
using Actors.Shards;
using Actors.Shards.Work;

namespace Actors.Service.Node;

/// <summary>
/// The node's life within the host's:
/// <code>
///   start: stores open ─▶ actors, streams; Kestrel listens, also while a log's server is away ─▶ shards are placed here
///   stop:  readiness fails ─▶ streams end, spread; meanwhile jobs drain, and the shards are served on ─▶ shards take their last
///          point, are released and served on until other nodes have claimed them ─▶ actors stop ─▶ Kestrel closes ─▶ the log closes
/// </code>
/// A kill at any moment costs nothing but time: the next start recovers from the log.
/// </summary>
internal sealed partial class NodeService(
    NodeStores stores,
    IJobRunner jobs,
    IIdSource ids,
    TimeProvider time,
    NodeOptions node,
    ShardsOptions options,
    SessionOptions sessionOptions,
    IHostApplicationLifetime host,
    ILoggerFactory loggers,
    ILogger<NodeService> logger) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _leaving = new();
    private readonly Lock _beginning = new();
    private ActorSystem? _system;
    private SessionHub? _sessions;
    private IActorRef _shards = ActorRefs.Nobody;
    private Task _placement = Task.CompletedTask;
    private Exception? _failure;
    private volatile bool _isHostStarted;
    private volatile bool _hasBegun;
    private long _placedAt;
    private volatile NodeStage _stage = NodeStage.Starting;

    /// <summary>Where the node is in its life.</summary>
    public NodeStage Stage => _stage;

    /// <summary>True when the stores are open and the actors live: requests can be served.</summary>
    public bool HasBegun => _hasBegun;

    /// <summary>How long the node has taken part in the placement of shards.</summary>
    public TimeSpan PlacedFor => Stage >= NodeStage.Running ? time.GetElapsedTime(_placedAt) : TimeSpan.Zero;

    /// <summary>The node's streams; from <see cref="HasBegun"/> on.</summary>
    public SessionHub Sessions => _sessions ?? throw new InvalidOperationException("The node has not begun.");

    /// <summary>The actor that has the owners of this node's shards below it.</summary>
    public IActorRef Shards => _shards;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (stores.Opened.IsCompletedSuccessfully)
        {
            Begin();
        }
        else
        {
            _ = BeginLaterAsync();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        lock (_beginning)
        {
            _isHostStarted = true;
            Advance();
        }

        return Task.CompletedTask;
    }

    /// <summary>Throws what has ended the node by itself; nothing after a stop that was asked for.</summary>
    public void RethrowFailure()
    {
        if (_failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        lock (_beginning)
        {
            _stage = NodeStage.Leaving;
        }

        if (_system is null)
        {
            return;
        }

        Log.Leaving(logger);
        await CoordinatedShutdown.Get(_system).Run(HostStops.Instance);
        _stage = NodeStage.Stopped;
        Log.Left(logger);
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        // The container holds this under two services, and disposes it for each.
        Interlocked.Exchange(ref _sessions, null)?.Dispose();
        _leaving.Dispose();
    }

    private void Begin()
    {
        _system = NodeSystem.Create(loggers, DrainTime + Margin, HandoverTime + Margin);
        _shards = _system.ActorOf(
            ShardsActor.For(new ShardServices
            {
                Log = stores.Log,
                Bus = stores.Bus,
                Jobs = jobs,
                Ids = ids,
                Time = time,
                Seed = NewSeed(),
                Options = options,
            }),
            "shards");
#pragma warning disable RS0030 // The one place where streams get their chance.
        _sessions = new SessionHub(_system, stores.Log, stores.Bus, stores.History, sessionOptions, time, ids, new Random(NewSeed()));
#pragma warning restore RS0030
        var shutdown = CoordinatedShutdown.Get(_system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceRequestsDone, "streams", EndStreamsAsync);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceRequestsDone, "jobs", DrainJobsAsync);
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterShardingShutdownRegion, "shards", LeaveShardsAsync);
        _hasBegun = true;
        Advance();
    }

    private async Task BeginLaterAsync()
    {
        try
        {
            await stores.Opened;
        }
        catch (Exception e)
        {
            End(e);
            return;
        }

        lock (_beginning)
        {
            if (_stage == NodeStage.Starting)
            {
                Begin();
            }
        }
    }

    private void Advance()
    {
        if (_stage == NodeStage.Starting && _hasBegun && _isHostStarted)
        {
            _placedAt = time.GetTimestamp();
            _stage = NodeStage.Running;

            // Only now: a node that is still busy with its start would take shards from nodes that serve them better.
            _placement = PlaceAsync(new NodePlacement(new ShardHost(_shards), stores.History));
        }
    }

    private async Task PlaceAsync(NodePlacement placement)
    {
        try
        {
            await stores.Log.RunAsync(placement, _leaving.Token);
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            // A node that takes no part in the placement any more would own nothing, or think that it does.
            End(e);
        }
    }

    private void End(Exception e)
    {
        if (_stage < NodeStage.Leaving)
        {
            _failure = e;
            Log.Ends(logger, e.Message);
            host.StopApplication();
        }
    }

    private async Task<Done> EndStreamsAsync()
    {
        await Sessions.DrainAsync(node.StreamDrainTime, CancellationToken.None);
        return Done.Instance;
    }

    // The node is still a member that shards are placed on, and serves them: only then is none without an owner meanwhile.
    private async Task<Done> DrainJobsAsync()
    {
        await _shards.Ask<ShardsDrained>(new DrainShards(), options.DrainTimeout + Margin);
        return Done.Instance;
    }

    private async Task<Done> LeaveShardsAsync()
    {
        Log.HandingOver(logger);
        await _leaving.CancelAsync();
        await _placement;
        await _shards.Ask<ShardsEnded>(new EndShards(), options.HandoverTimeout + Margin);
        return Done.Instance;
    }

    private TimeSpan DrainTime => options.DrainTimeout > node.StreamDrainTime ? options.DrainTimeout : node.StreamDrainTime;

    // What the log itself needs to leave its group comes from the margin.
    private TimeSpan HandoverTime => options.DrainTimeout + options.LeaveTimeout + options.HandoverTimeout;

    private int NewSeed() => ids.Next().GetHashCode();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Leaving: streams end, running jobs may end.")]
        public static partial void Leaving(ILogger logger);

        [LoggerMessage(4, LogLevel.Information, "Leaving: shards take their last recovery point and go to other nodes.")]
        public static partial void HandingOver(ILogger logger);

        [LoggerMessage(2, LogLevel.Information, "Left: nothing of this node writes any more.")]
        public static partial void Left(ILogger logger);

        [LoggerMessage(3, LogLevel.Critical, "The node ends: {Reason}")]
        public static partial void Ends(ILogger logger, string reason);
    }
}
