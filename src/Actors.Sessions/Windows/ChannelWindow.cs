using Actors.Contracts.Cursors;
using Actors.Live;
using Actors.Log;
using Actors.Sessions.Wire;

namespace Actors.Sessions.Windows;

/// <summary>
/// The recent events of one channel that has local sessions: all there are in (<see cref="Base"/>, <see cref="Position"/>].
/// Its feed alone writes; any session reads. Both hold the window's lock for as long as it takes to move a few references
/// (tens of nanoseconds), never while bytes are copied, encoded or sent.
/// </summary>
internal sealed class ChannelWindow
{
    private readonly Lock _gate = new();
    private readonly FeedHead _head;
    private readonly WindowLimits _limits;
    private readonly WireEncoder _encoder;
    private WindowRing _ring;
    private long _base;
    private long _position;
    private int _bytes;

    /// <summary>A window that begins at the feed's head.</summary>
    public ChannelWindow(string channel, uint logId, FeedHead head, WindowLimits limits)
    {
        (Channel, Hash, _head, _limits) = (channel, Cursor.HashOf(channel), head, limits);
        _encoder = new WireEncoder(logId, Hash);
        _base = _position = head.Position;
    }

    public string Channel { get; }

    /// <summary>The channel's place in cursors.</summary>
    public uint Hash { get; }

    /// <summary>Encodes the channel's events, here and in replays.</summary>
    public WireEncoder Encoder => _encoder;

    public FeedHead Head => _head;

    /// <summary>The sessions that are woken when the window moves. Only the feed touches it.</summary>
    public WindowSessions Sessions { get; } = new();

    /// <summary>What ends when the window does: its frames on the bus. Only the feed touches it.</summary>
    public IDisposable? Subscription { get; set; }

    /// <summary>The offset behind which the window holds every event.</summary>
    public long Base
    {
        get
        {
            lock (_gate)
            {
                return _base;
            }
        }
    }

    /// <summary>How far the window reaches: quiet channels move with the feed's head.</summary>
    public long Position
    {
        get
        {
            var head = _head.Position;
            lock (_gate)
            {
                return Math.Max(head, _position);
            }
        }
    }

    /// <summary>Adds an event that came over the bus. The feed has made sure that it is contiguous.</summary>
    public void Add(Frame frame) => Add(_encoder.Encode(frame, frame.Offset < 0 ? Position : frame.Offset));

    /// <summary>Adds an event that was read from the log.</summary>
    public void Add(long offset, LogRecord record) => Add(_encoder.Encode(offset, record));

    /// <summary>Begins again at the feed's head: only for a feed that had to begin again itself.</summary>
    public void BeginAgain()
    {
        lock (_gate)
        {
            _ring.Clear();
            _limits.Change(-_bytes);
            (_bytes, _base, _position) = (0, _head.Position, _head.Position);
        }
    }

    /// <summary>Drops what the limits no longer allow; an <paramref name="all"/> of true drops everything.</summary>
    public void Trim(bool all)
    {
        lock (_gate)
        {
            Evict(all ? 0 : _limits.Bytes, all ? 0 : 1);
        }
    }

    /// <summary>
    /// Reads on behind a session's place. Returns false when the window has moved past it: the log has what is missing.
    /// </summary>
    /// <param name="position">The session's position.</param>
    /// <param name="next">The number of the next event for this session, or -1 when it must be looked for; moved to the first one read.</param>
    /// <param name="into">Takes the events.</param>
    /// <param name="count">How many events were read.</param>
    /// <param name="through">Where the session stands when it has taken them and there are no more; -1 when there are more.</param>
    public bool TryRead(long position, ref long next, Span<WireEvent?> into, out int count, out long through)
    {
        // The head first: an event that is added meanwhile then lies behind what this reading says it has passed.
        var head = _head.Position;
        (count, through) = (0, -1);
        lock (_gate)
        {
            if (position < _base)
            {
                return false;
            }

            next = next >= _ring.First && next <= _ring.End ? next : _ring.FirstBehind(position);
            count = (int)Math.Min(_ring.End - next, into.Length);
            for (var i = 0; i < count; i++)
            {
                into[i] = _ring[next + i];
            }

            through = next + count == _ring.End ? Math.Max(head, _position) : -1;
            return true;
        }
    }

    /// <summary>
    /// The position behind which the last <paramref name="count"/> durable events of the channel stand; false when the window
    /// holds fewer.
    /// </summary>
    public bool TryLast(int count, out long position)
    {
        lock (_gate)
        {
            position = _base;
            for (var i = _ring.End - 1; i >= _ring.First && count > 0; i--)
            {
                if (_ring[i].Offset >= 0 && --count == 0)
                {
                    position = _ring[i].Offset - 1;
                }
            }

            return count == 0;
        }
    }

    /// <summary>How many durable events the window holds behind a position.</summary>
    public int CountBehind(long position)
    {
        lock (_gate)
        {
            var count = 0;
            for (var i = _ring.FirstBehind(position); i < _ring.End; i++)
            {
                count += _ring[i].Offset >= 0 ? 1 : 0;
            }

            return count;
        }
    }

    private void Add(WireEvent item)
    {
        lock (_gate)
        {
            _ring.Add(item);
            _bytes += item.Length;
            _limits.Change(item.Length);
            _position = Math.Max(_position, item.At);
            Evict(_limits.Bytes, 1);
        }
    }

    private void Evict(int bytes, int keep)
    {
        while (_ring.Count > keep && (_bytes > bytes || _ring.Count > _limits.Frames))
        {
            var oldest = _ring.RemoveFirst();
            _base = Math.Max(_base, oldest.At);
            _bytes -= oldest.Length;
            _limits.Change(-oldest.Length);
        }
    }
}
