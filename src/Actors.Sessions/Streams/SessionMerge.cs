using System.Runtime.CompilerServices;
using Actors.Contracts.Cursors;
using Actors.Sessions.Replay;
using Actors.Sessions.Windows;
using Actors.Sessions.Wire;

namespace Actors.Sessions.Streams;

/// <summary>
/// Replay, live, replay again: merges a session's channels into one stream, each in its own order, and keeps its positions.
/// It holds no events, only places: what the sink does not take now is found again in the window or in the log. A position
/// moves when its event was taken or was not wanted, never before. Pure: whoever uses it reads the pages that it names.
/// A delivered event costs a copy of a reference and the sink's copy of its bytes; nothing is allocated.
/// </summary>
/// <param name="logId">The log that cursors name.</param>
/// <param name="channels">How many channels the session has.</param>
/// <param name="filter">Which events it wants; null for all.</param>
/// <param name="source">What it replays from.</param>
internal sealed class SessionMerge(uint logId, int channels, EventFilter? filter, ReplaySource source)
{
    private readonly ChannelPlace[] _places = new ChannelPlace[channels];
    private int _turn;

    public int Count => _places.Length;

    public ref ChannelPlace this[int place] => ref _places[place];

    /// <summary>The place that the last step named.</summary>
    public int Place { get; private set; }

    /// <summary>True when every place is ready; after an idle step this means that the session has caught up.</summary>
    public bool IsReady
    {
        get
        {
            foreach (ref readonly var place in _places.AsSpan())
            {
                if (place.State != PlaceState.Ready)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Puts a place where it shall begin.</summary>
    public void Begin(int place, ChannelWindow window, long position) =>
        _places[place] = new ChannelPlace { Window = window, Position = position, Next = -1, State = PlaceState.Ready };

    /// <summary>Gives the sink what is ready, the channels in turn, until there is no more or it takes no more.</summary>
    /// <param name="sink">Who takes the events.</param>
    /// <param name="liveTime">Where it is 0: set to when the oldest of the live events was emitted, if there were any.</param>
    public MergeStep Fill(EventSink sink, ref long liveTime)
    {
        for (var quiet = 0; quiet < _places.Length;)
        {
            Place = _turn;
            ref var place = ref _places[_turn];
            var (position, next) = (place.Position, place.Next);
            var step = place.State == PlaceState.Ready ? Fill(ref place, sink, ref liveTime) : MergeStep.Idle;
            if (step != MergeStep.Idle)
            {
                return step;
            }

            _turn = _turn + 1 == _places.Length ? 0 : _turn + 1;
            quiet = place.Position == position && place.Next == next ? quiet + 1 : 0;
        }

        return MergeStep.Idle;
    }

    /// <summary>Writes the <c>id:</c> line of the session's present positions and returns its length.</summary>
    public int WriteId(Span<byte> line)
    {
        Span<CursorPlace> cursor = stackalloc CursorPlace[_places.Length];
        return SseLines.WriteId(line, logId, cursor[..Positions(cursor)]);
    }

    /// <summary>The session's present positions as a cursor.</summary>
    public string Cursor()
    {
        Span<CursorPlace> cursor = stackalloc CursorPlace[_places.Length];
        return Contracts.Cursors.Cursor.Encode(logId, cursor[..Positions(cursor)]);
    }

    private int Positions(Span<CursorPlace> cursor)
    {
        var count = 0;
        foreach (ref readonly var place in _places.AsSpan())
        {
            if (place.State != PlaceState.Opening)
            {
                cursor[count++] = new CursorPlace(place.Window!.Hash, place.Position);
            }
        }

        return count;
    }

    /// <summary>Fills from one place with a batch or a page; idle when it is another channel's turn.</summary>
    private MergeStep Fill(ref ChannelPlace place, EventSink sink, ref long liveTime)
    {
        var events = default(Batch);
        var window = place.Window!;
        if (window.TryRead(place.Position, ref place.Next, events, out var count, out var through))
        {
            place.Trail = null;
            return FillLive(ref place, sink, ((Span<WireEvent?>)events)[..count], through, ref liveTime);
        }

        place.Next = -1;
        if (place.Position + 1 > window.Head.Position)
        {
            place.State = PlaceState.Behind;
            return MergeStep.NeedsHead;
        }

        if (place.Trail is not null || window.Head.Position - place.Position > source.ScanLimit)
        {
            var before = place.Position;
            if (place.Trail is null)
            {
                place.State = PlaceState.Asking;
                return MergeStep.NeedsTrail;
            }

            if (!place.Trail.TrySkip(ref place.Position, window.Head.Position))
            {
                place.Trail = null;
            }

            if (place.Position > before)
            {
                return MergeStep.Idle;
            }
        }

        if (!source.Pages.TryGet(window.Head.Shard, place.Position + 1, out var page))
        {
            place.State = PlaceState.Reading;
            return MergeStep.NeedsPage;
        }

        return FillReplay(ref place, sink, page);
    }

    private MergeStep FillLive(ref ChannelPlace place, EventSink sink, ReadOnlySpan<WireEvent?> events, long through, ref long liveTime)
    {
        if (liveTime == 0 && !events.IsEmpty)
        {
            liveTime = events[0]!.Time;
        }

        foreach (var item in events)
        {
            if (!Send(ref place, sink, item!))
            {
                return MergeStep.Full;
            }

            place.Next++;
        }

        place.Position = Math.Max(place.Position, through);
        return MergeStep.Idle;
    }

    private bool Send(ref ChannelPlace place, EventSink sink, WireEvent item)
    {
        var before = place.Position;
        if (item.Offset < 0)
        {
            return filter?.Wants(item.Type, item.Job) == false || sink.TryTake([], item);
        }

        // A cursor may stand further than this node has come.
        if (item.Offset <= before)
        {
            return true;
        }

        place.Position = item.Offset;
        if (filter?.Wants(item.Type, item.Job) == false || Take(sink, item))
        {
            return true;
        }

        place.Position = before;
        return false;
    }

    private MergeStep FillReplay(ref ChannelPlace place, EventSink sink, ReplayPage page)
    {
        var window = place.Window!;
        var run = page.Run(window.Channel, window.Encoder);
        for (var i = run.FirstBehind(place.Position); i < run.Entries.Length;)
        {
            if (_places.Length == 1 && filter is null && sink.TakesRuns)
            {
                var taken = sink.TakeRun(run, i);
                if (taken == 0)
                {
                    return MergeStep.Full;
                }

                i += taken;
                place.Position = run.Entries[i - 1].Offset;
                continue;
            }

            ref readonly var entry = ref run.Entries[i++];
            var before = place.Position;
            place.Position = entry.Offset;
            if (filter?.Wants(entry.Type, entry.Job) != false && !Take(sink, entry.Type, run.Whole(entry), entry.IdLength))
            {
                place.Position = before;
                return MergeStep.Full;
            }
        }

        place.Position = page.Next - 1;
        return MergeStep.Idle;
    }

    // A one-channel session uses the id: line that all of them share, here and in the next.
    private bool Take(EventSink sink, WireEvent item)
    {
        if (_places.Length == 1)
        {
            return sink.TryTake(item.Id, item);
        }

        Span<byte> id = stackalloc byte[SseLines.IdLength(_places.Length)];
        return sink.TryTake(id[..WriteId(id)], item);
    }

    private bool Take(EventSink sink, string type, ReadOnlyMemory<byte> whole, int idLength)
    {
        if (_places.Length == 1)
        {
            return sink.TakesRuns
                ? sink.TryTake(type, [], whole)
                : sink.TryTake(type, whole.Span[..idLength], whole[idLength..]);
        }

        Span<byte> id = stackalloc byte[SseLines.IdLength(_places.Length)];
        return sink.TryTake(type, id[..WriteId(id)], whole[idLength..]);
    }

    [InlineArray(32)]
    private struct Batch
    {
        private WireEvent? _first;
    }
}
