using System.Diagnostics.CodeAnalysis;
using Actors.Live;
using Actors.Log;
using Actors.Log.Claims;
using Actors.Sessions.Windows;

namespace Actors.Sessions.Feeds;

/// <summary>
/// What one node knows of one shard, and how frames, digests and scans change it: a state machine that never waits. The
/// invariant: every window holds all valid events of its channel in (base, position], and no window stands before the head. A frame or digest that does not fit leads to a scan; what is lost, repeated or late costs time only.
/// </summary>
internal sealed class FeedState
{
    private readonly uint _logId;
    private readonly WindowLimits _limits;
    private readonly Dictionary<string, ChannelWindow> _windows = new(StringComparer.Ordinal);
    private ClaimFilter _filter;
    private Digest? _pending;

    /// <summary>Begins at a recovery point. The head is not certain before a digest or a scan has said so.</summary>
    public FeedState(int shard, RecoveryPoint point, WindowLimits limits)
    {
        (_logId, _limits) = (point.LogId, limits);
        _filter = new ClaimFilter(point.Claims);
        Head = new FeedHead(shard, point.At, point.Claims);
    }

    public FeedHead Head { get; }

    /// <summary>The claim in force at the head; -1 where there is none.</summary>
    public long Claim => _filter.Claim;

    /// <summary>True when windows may be born: the head has been brought up to the present.</summary>
    public bool IsCertain { get; private set; }

    /// <summary>True from the moment that a scan was asked for until <see cref="ScanEnded"/>. At most one runs.</summary>
    public bool IsScanning { get; private set; }

    public IReadOnlyCollection<ChannelWindow> Windows => _windows.Values;

    /// <summary>The windows that got events since the list was last cleared; the actor wakes their sessions.</summary>
    public List<ChannelWindow> Moved { get; } = [];

    public bool TryGetWindow(string channel, [NotNullWhen(true)] out ChannelWindow? window) => _windows.TryGetValue(channel, out window);

    /// <summary>A new window, which begins at the head that a scan has reached. Only while the feed is certain.</summary>
    public ChannelWindow Open(string channel)
    {
        var window = new ChannelWindow(channel, _logId, Head, _limits);
        _windows.Add(channel, window);
        return window;
    }

    /// <summary>Drops a window.</summary>
    public void Close(ChannelWindow window)
    {
        window.Trim(all: true);
        _windows.Remove(window.Channel);
    }

    /// <summary>The feed no longer listens: before the next window is born, the head must be found again.</summary>
    public void Sleep() => (IsCertain, _pending) = (false, null);

    public FeedNeed OnFrame(Frame frame)
    {
        if (!_windows.TryGetValue(frame.Channel, out var window))
        {
            return FeedNeed.None;
        }

        if (frame.Offset >= 0)
        {
            var position = window.Position;
            if (frame.Offset <= position)
            {
                return FeedNeed.None;
            }

            if (frame.Previous > position)
            {
                return BeginScan();
            }
        }

        window.Add(frame);
        Moved.Add(window);
        if (_pending is not null && Agrees(_pending))
        {
            Apply(_pending);
        }

        return FeedNeed.None;
    }

    public FeedNeed OnDigest(Digest digest)
    {
        if (digest.To <= Head.Position || digest.To == _pending?.To)
        {
            return FeedNeed.None;
        }

        if (!IsCertain)
        {
            // No window exists: nothing can be missing, if the claim that the point knows is still in force.
            return digest.Claim == _filter.Claim ? Certain(digest) : BeginScan();
        }

        if (_pending is not null || digest.From != Head.Position || digest.Claim != _filter.Claim)
        {
            _pending = null;
            return BeginScan();
        }

        if (!Agrees(digest))
        {
            _pending = digest;
            return FeedNeed.Wait;
        }

        Apply(digest);
        return FeedNeed.None;
    }

    /// <summary>The time for frames under way is over.</summary>
    public FeedNeed OnWaited()
    {
        if (_pending is null)
        {
            return FeedNeed.None;
        }

        _pending = null;
        return BeginScan();
    }

    /// <summary>Asks for a scan, unless one is running.</summary>
    public FeedNeed BeginScan()
    {
        if (IsScanning)
        {
            return FeedNeed.None;
        }

        IsScanning = true;
        return FeedNeed.Scan;
    }

    /// <summary>
    /// Takes raw records that a scan or a follower has read. Those at or before the head are known already: a digest was
    /// faster.
    /// </summary>
    public void OnRecords(LogBatch batch)
    {
        var (claimsMoved, head) = (false, Head.Position);
        foreach (var entry in batch.Entries.Span)
        {
            if (entry.Offset <= head)
            {
                continue;
            }

            var claim = _filter.Claim;
            var valid = _filter.Accept(entry.Offset, entry.Record);
            claimsMoved |= _filter.Claim != claim;
            if (valid
                && entry.Record.Kind == RecordKind.Event
                && _windows.TryGetValue(entry.Record.Channel, out var window)
                && entry.Offset > window.Position)
            {
                window.Add(entry.Offset, entry.Record);
                Moved.Add(window);
            }
        }

        if (batch.Next - 1 > head)
        {
            Head.Publish(claimsMoved
                ? new HeadView(batch.Shard, Head.View.First, batch.Next - 1, new ClaimFilter(_filter.Capture()))
                : Head.View.MoveTo(batch.Next - 1));
            _pending = _pending?.To > Head.Position ? _pending : null;
        }
    }

    /// <summary>
    /// The log has nothing before <paramref name="first"/> any longer: claims that ended there are forgotten, and no page is judged
    /// that begins there, as one that is still in somebody's memory may.
    /// </summary>
    public void Forget(long first)
    {
        if (first > Head.View.First)
        {
            _filter.Forget(first);
            Head.Publish(new HeadView(Head.Shard, first, Head.Position, new ClaimFilter(_filter.Capture())));
        }
    }

    /// <summary>The scan has reached the end of the log as it was then.</summary>
    public void ScanEnded() => (IsScanning, IsCertain) = (false, true);

    /// <summary>
    /// Begins again at a point, because the log no longer holds the records behind the head. Windows that stand before it
    /// begin there too; their sessions go to the log and find out what is missing.
    /// </summary>
    public void BeginAgain(RecoveryPoint point)
    {
        _filter = new ClaimFilter(point.Claims);
        _pending = null;
        Head.Publish(new HeadView(Head.Shard, Head.View.First, point.At, new ClaimFilter(point.Claims)));
        foreach (var window in _windows.Values)
        {
            window.BeginAgain();
            Moved.Add(window);
        }
    }

    private FeedNeed Certain(Digest digest)
    {
        Apply(digest);
        IsCertain = true;
        return FeedNeed.None;
    }

    private bool Agrees(Digest digest)
    {
        foreach (var mark in digest.Channels)
        {
            if (_windows.TryGetValue(mark.Channel, out var window) && window.Position < mark.Offset)
            {
                return false;
            }
        }

        return digest.From == Head.Position && digest.Claim == _filter.Claim;
    }

    private void Apply(Digest digest)
    {
        _filter.MoveTo(digest.NextSeq, digest.LastValid);
        Head.Publish(Head.View.MoveTo(digest.To));
        _pending = null;
    }
}
