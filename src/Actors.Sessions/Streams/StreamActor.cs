using Actors.Log;
using Actors.Sessions.Feeds;
using Actors.Sessions.Replay;
using Actors.Sessions.Windows;

namespace Actors.Sessions.Streams;

/// <summary>
/// What a stream and a poll have in common: they listen to the windows of their channels, find where to begin, and read the
/// pages that their merge names. Between messages it holds its places and nothing else.
/// </summary>
internal abstract class StreamActor(StreamEnvironment env) : UntypedActor
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>How many events ahead a place knows: two kilobytes while it catches up.</summary>
    private const int TrailLength = 256;

    private Opening? _opening;
    private CancellationTokenRegistration _registration;

    protected StreamEnvironment Env => env;

    protected SessionHandle Handle { get; private set; } = null!;

    protected SessionMerge Merge { get; private set; } = null!;

    /// <summary>True when every channel has its place.</summary>
    protected bool IsOpen => _opening is null;

    /// <summary>True when the stream began with something to catch up with.</summary>
    protected bool Replays { get; private set; }

    protected StartPoint BeginWith(SessionRequest request, SessionHandle handle, CancellationToken aborted)
    {
        var start = new StartPoint(request, env.Log.LogId);
        (Handle, Replays) = (handle, start.Replays);
        if (Replays)
        {
            SessionInstruments.Replays.Add(1, new KeyValuePair<string, object?>("reason", start.From));
        }

        Merge = new SessionMerge(env.Log.LogId, request.Channels.Count, EventFilter.From(request), env.Replay);
        _opening = new Opening(request, start, request.Channels.Count);
        env.Counters.SessionOpened();
        _registration = aborted.UnsafeRegister(static (self, _) => ((IActorRef)self!).Tell(StreamSignal.Aborted, ActorRefs.NoSender), Self);
        return start;
    }

    /// <summary>Asks for the windows. The answers come as messages.</summary>
    protected void Listen()
    {
        var channels = _opening!.Request.Channels;
        for (var i = 0; i < channels.Count; i++)
        {
            var shard = channels[i].ShardOf(env.Log.ShardCount);
            env.Feeds.Tell(new Listen(shard, channels[i].Value, Handle, i), Self);
        }
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Listening listening:
                OnListening(listening);
                break;
            case PlaceFound found:
                OnFound(found);
                break;
            case TrailFound found:
                Follow(found);
                break;
            case PageArrived arrived:
                OnLog(isDown: false);
                Merge[arrived.Place].State = PlaceState.Ready;
                Pump();
                break;
            case PlaceFailed failed:
                OnFailed(failed);
                break;
            case PlaceRetry retry when Merge[retry.Place].State == PlaceState.Reading:
                Merge[retry.Place].State = PlaceState.Ready;
                Pump();
                break;
            case PlaceRetry retry when !IsOpen:
                Find(retry.Place, Merge[retry.Place].Window!);
                break;
        }
    }

    protected override void PostStop()
    {
        _registration.Dispose();
        if (Handle is null)
        {
            return;
        }

        for (var i = 0; i < Merge.Count; i++)
        {
            var channel = Merge[i].Window?.Channel ?? _opening!.Request.Channels[i].Value;
            var shard = Merge[i].Window?.Head.Shard ?? _opening!.Request.Channels[i].ShardOf(env.Log.ShardCount);
            env.Feeds.Tell(new Leave(shard, channel, Handle), ActorRefs.NoSender);
        }

        env.Counters.SessionClosed();
        Context.Parent.Tell(new SessionLeft(Handle), ActorRefs.NoSender);
    }

    /// <summary>Every channel has its place.</summary>
    protected abstract void OnOpened();

    /// <summary>Sends what is ready.</summary>
    protected abstract void Pump();

    /// <summary>
    /// A position can't be honoured: tell the client. A null channel stands for all of them. Only the last of several may carry
    /// the new positions, or a client that is cut off between two would never hear of the second.
    /// </summary>
    protected abstract void OnReset(string reason, ChannelWindow? window, string from, long? position, bool isLast);

    /// <summary>The log does not answer, so that what is missing is tried again; or it answers.</summary>
    protected virtual void OnLog(bool isDown)
    {
    }

    /// <summary>Fills the sink, asking for what is missing on the way. Says whether the sink is full.</summary>
    protected bool Fill(EventSink sink)
    {
        var (taken, liveTime) = (sink.Taken, 0L);
        while (true)
        {
            var step = Merge.Fill(sink, ref liveTime);
            switch (step)
            {
                case MergeStep.NeedsPage:
                    ReadPage(Merge.Place);
                    continue;
                case MergeStep.NeedsTrail:
                    FindTrail(Merge.Place);
                    continue;
                case MergeStep.NeedsHead:
                    env.Feeds.Tell(new WantHead(Merge[Merge.Place].Window!.Head.Shard, Handle), Self);
                    continue;
            }

            Count(sink.Taken - taken, liveTime);
            return step == MergeStep.Full;
        }
    }

    /// <summary>From here on what moves wakes the session again. Places that waited for the head look again too: it may have come.</summary>
    protected void LookAgain()
    {
        Handle.Look();
        for (var i = 0; i < Merge.Count; i++)
        {
            ref var place = ref Merge[i];
            place.State = place.State == PlaceState.Behind ? PlaceState.Ready : place.State;
        }
    }

    private void OnListening(Listening listening)
    {
        var (place, window) = (listening.Place, listening.Window);
        Merge[place].Window = window;
        var end = _opening!.Request.Ends is { Length: > 0 } ends ? ends[place] : window.Position;
        if (PlaceFinder.TryFind(_opening.Start, window, end, out var position))
        {
            OnFound(new PlaceFound(place, window, position, null));
        }
        else
        {
            Find(place, window);
        }
    }

    private void Find(int place, ChannelWindow window) =>
        PlaceFinder.FindAsync(env, _opening!.Start, place, window, CancellationToken.None)
            .PipeTo(Self, Self, found => found, e => new PlaceFailed(place, e));

    private void OnFound(PlaceFound found)
    {
        Merge.Begin(found.Place, found.Window, found.Position);
        var opening = _opening!;
        if (found.Reset is not null)
        {
            (opening.Resets ??= []).Add(found);
        }

        if (--opening.Left > 0)
        {
            return;
        }

        _opening = null;
        var resets = opening.Resets ?? [];
        if (opening.Start.Reset is { } reason)
        {
            Reset(reason, null, opening.Start.New, null, isLast: resets.Count == 0);
        }

        for (var i = 0; i < resets.Count; i++)
        {
            Reset(resets[i].Reset!, resets[i].Window, "now", resets[i].Position, isLast: i == resets.Count - 1);
        }

        OnOpened();
        Pump();
    }

    private void ReadPage(int place)
    {
        var (window, from) = (Merge[place].Window!, Merge[place].Position + 1);
        env.Counters.Replayed();
        env.Pages.ReadAsync(from, window.Head.View).PipeTo(Self, Self, _ => new PageArrived(place), e => new PlaceFailed(place, e));
    }

    private void FindTrail(int place)
    {
        var (window, after, limit) = (Merge[place].Window!, Merge[place].Position, env.Options.ReplayScanLimit);
        env.Counters.AskedIndex();
        env.Index!.FindPlacesAsync(window.Head.Shard, window.Channel, after, TrailLength, CancellationToken.None).PipeTo(
            Self,
            Self,
            places => new TrailFound(place, ReplayTrail.From(places, after, limit)),
            e => new TrailFound(place, ReplayTrail.Blind(after, limit)));
    }

    /// <summary>A place has its trail. The first pages are read side by side: each stands elsewhere in the log.</summary>
    private void Follow(TrailFound found)
    {
        ref var place = ref Merge[found.Place];
        (place.Trail, place.State) = (found.Trail, PlaceState.Ready);
        var view = place.Window!.Head.View;
        foreach (var offset in found.Trail.First(env.Options.ConcurrentReads))
        {
            if (offset <= view.Position)
            {
                _ = env.Pages.ReadAsync(offset, view);
            }
        }

        Pump();
    }

    private void OnFailed(PlaceFailed failed)
    {
        if (IsOpen && failed.Error is OffsetOutOfRangeException gone && Merge[failed.Place].Position + 1 < gone.Bounds.First)
        {
            ref var place = ref Merge[failed.Place];
            (place.Position, place.State) = (gone.Bounds.First - 1, PlaceState.Ready);
            Reset(ResetReason.Retention, place.Window, "earliest", place.Position, isLast: true);
            Pump();
            return;
        }

        Context.GetLogger().Warning("Session {0} could not read the log: {1}", Self.Path.Name, failed.Error.Message);
        OnLog(isDown: true);
        Context.System.Scheduler.ScheduleTellOnce(RetryDelay, Self, new PlaceRetry(failed.Place), Self);
    }

    // The latency of one delivery in eight is measured, that of the oldest event of what is sent together.
    private void Count(long delivered, long live)
    {
        if (env.Counters.DeliveredEvents(delivered) && live > 0)
        {
            SessionInstruments.Latency.Record(Math.Max(0, env.Time.GetUtcNow().ToUnixTimeMilliseconds() - live) / 1000.0);
        }
    }

    private void Reset(string reason, ChannelWindow? window, string from, long? position, bool isLast)
    {
        env.Counters.HadReset();
        SessionInstruments.Resets.Add(1, new KeyValuePair<string, object?>("reason", reason));
        OnReset(reason, window, from, position, isLast);
    }

    /// <summary>What is needed only until every channel has its place.</summary>
    private sealed class Opening(SessionRequest request, StartPoint start, int left)
    {
        public SessionRequest Request => request;

        public StartPoint Start => start;

        public int Left { get; set; } = left;

        public List<PlaceFound>? Resets { get; set; }
    }
}
