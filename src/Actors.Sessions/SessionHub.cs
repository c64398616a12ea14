using System.IO.Pipelines;
using Actors.Contracts;
using Actors.Live;
using Actors.Log;
using Actors.Sessions.Feeds;
using Actors.Sessions.Streams;
using Actors.Sessions.Wire;

namespace Actors.Sessions;

/// <summary>
/// The node's streams: opens <c>/user/feeds</c> and <c>/user/sessions</c> in an actor system and runs one session for each
/// connection. Thread-safe.
/// </summary>
public sealed class SessionHub : IDisposable
{
    private static readonly TimeSpan PlaceTimeout = TimeSpan.FromSeconds(2);

    private readonly StreamEnvironment _env;
    private readonly IActorRef _sessions;
    private readonly SessionInstruments _instruments;
    private int _isDraining;

    /// <summary>Starts the node's feeds and sessions. At most one hub in an actor system.</summary>
    /// <param name="system">Where the actors live; the caller ends it.</param>
    /// <param name="log">The truth.</param>
    /// <param name="bus">The hints.</param>
    /// <param name="index">For clients that come back after very many records; null to read all of them.</param>
    /// <param name="options">How streams work.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ids">For the streams' own events.</param>
    /// <param name="chance">For jitter. Used under a lock.</param>
    /// <exception cref="ArgumentException">An option makes no sense; the message names its key.</exception>
    public SessionHub(
        ActorSystem system, IDurableLog log, ILiveBus bus, IReplayIndex? index, SessionOptions options, TimeProvider time, IIdSource ids, Random chance)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _env = new StreamEnvironment(log, bus, index, options, time, ids, chance);
        _env.Feeds = system.ActorOf(Props.Create<FeedsActor>(_env), "feeds");
        _sessions = system.ActorOf(Props.Create<SessionsActor>(_env), "sessions");
        _instruments = new SessionInstruments(_env.Counters);
    }

    /// <summary>What has been done so far.</summary>
    public SessionCounters Counters => _env.Counters;

    /// <summary>How streams work.</summary>
    public SessionOptions Options => _env.Options;

    internal StreamEnvironment Environment => _env;

    /// <summary>
    /// Notes where the log ends, for a stream that begins now: what anyone appends from here on, it hears. To be called before
    /// the client gets the response's head, because then it may rely on its place.
    /// </summary>
    public ValueTask<SessionRequest> TakePlaceAsync(SessionRequest request, CancellationToken aborted)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Ends is not null || request.FromEarliest || request.Replay > 0
            ? new ValueTask<SessionRequest>(request)
            : TakeAsync(request, aborted);
    }

    /// <summary>
    /// Runs a stream until it ends: writes the fields of <c>text/event-stream</c> to <paramref name="output"/>, the first of
    /// them at once. The caller has sent the response's head, and completes or aborts the connection afterwards; nobody writes
    /// to the pipe any more then.
    /// </summary>
    /// <param name="request">What the client wants; see <see cref="SessionRequest.Fault"/>.</param>
    /// <param name="output">The connection. Its flushes must wait when the client takes nothing.</param>
    /// <param name="aborted">Ends when the client has gone.</param>
    /// <exception cref="ArgumentException">The request has a fault.</exception>
    public Task<SessionEnd> RunAsync(SessionRequest request, PipeWriter output, CancellationToken aborted)
    {
        Check(request);
        ArgumentNullException.ThrowIfNull(output);
        if (Volatile.Read(ref _isDraining) != 0)
        {
            return RefuseNewAsync(output, aborted);
        }

        // No state machine of its own: an idle session holds this task and nothing more here.
        var place = TakePlaceAsync(request, aborted);
        return place.IsCompletedSuccessfully ? Open(place.Result, output, aborted) : OpenAsync(place, output, aborted);
    }

    /// <summary>
    /// A long poll on the same cursors: waits until there are events for the request or <paramref name="maxWait"/> is over.
    /// A client may go over from polls to a stream, and back, with the cursor that it got last.
    /// </summary>
    /// <exception cref="ArgumentException">The request has a fault.</exception>
    public async Task<PollResult> PollAsync(SessionRequest request, TimeSpan maxWait, int maxEvents, CancellationToken aborted)
    {
        Check(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEvents, 1);
        var ended = new TaskCompletionSource<PollResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _sessions.Tell(new OpenPoll(await TakePlaceAsync(request, aborted), new PollSink(maxEvents), maxWait, ended, aborted), ActorRefs.NoSender);
        return await ended.Task;
    }

    /// <summary>
    /// Answers a connection that cannot be served now (a limit, a node that leaves): tells the client when to come back, and
    /// nothing else. Browsers never reconnect after a 503, but after this they do.
    /// </summary>
    public async Task RefuseAsync(PipeWriter output, CancellationToken aborted)
    {
        ArgumentNullException.ThrowIfNull(output);
        SseLines.WriteRetry(output, _env.RetryDelay());
        await output.FlushAsync(aborted);
    }

    /// <summary>
    /// Ends all streams cleanly, spread over a time so that their clients do not come back all at once; each is told when to.
    /// New ones are refused from now on. Ends when the last one has ended or the token does.
    /// </summary>
    public async Task DrainAsync(TimeSpan over, CancellationToken ct)
    {
        Volatile.Write(ref _isDraining, 1);
        await _sessions.Ask<Done>(new DrainSessions(over), Timeout.InfiniteTimeSpan, ct);
    }

    /// <summary>Stops measuring and reading. The actors end with their system.</summary>
    public void Dispose()
    {
        _instruments.Dispose();
        _env.Dispose();
    }

    private Task<SessionEnd> Open(SessionRequest request, PipeWriter output, CancellationToken aborted)
    {
        var ended = new TaskCompletionSource<SessionEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        _sessions.Tell(new OpenSession(request, new SseSink(output, _env.Options.SliceBytes, request.Named), ended, aborted), ActorRefs.NoSender);
        return ended.Task;
    }

    private async Task<SessionEnd> OpenAsync(ValueTask<SessionRequest> place, PipeWriter output, CancellationToken aborted) =>
        await Open(await place, output, aborted);

    // A log that does not answer holds nobody up: then a stream begins at the node's head.
    private async ValueTask<SessionRequest> TakeAsync(SessionRequest request, CancellationToken aborted)
    {
        var ends = new long[request.Channels.Count];
        try
        {
            using var limit = new CancellationTokenSource(PlaceTimeout, _env.Time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, aborted);
            for (var i = 0; i < ends.Length; i++)
            {
                ends[i] = (await _env.Log.BoundsAsync(request.Channels[i].ShardOf(_env.Log.ShardCount), both.Token)).Next - 1;
            }

            return request with { Ends = ends };
        }
        catch (Exception e) when (e is LogUnavailableException || (e is OperationCanceledException && !aborted.IsCancellationRequested))
        {
            return request with { Ends = [] };
        }
    }

    private async Task<SessionEnd> RefuseNewAsync(PipeWriter output, CancellationToken aborted)
    {
        await RefuseAsync(output, aborted);
        return SessionEnd.Drained;
    }

    private void Check(SessionRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Fault(_env.Options) is { } fault)
        {
            throw new ArgumentException(fault, nameof(request));
        }
    }
}
