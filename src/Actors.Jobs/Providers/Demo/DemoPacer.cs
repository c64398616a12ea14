namespace Actors.Jobs.Providers.Demo;

/// <summary>
/// One timer for all streams of the demo provider: wakes each when its next token is due. Hundreds of streams cost one timer
/// and a heap, not a timer each. Thread-safe.
/// </summary>
internal sealed class DemoPacer : IDisposable
{
    // Streams that are due within this time are woken together: bounds the timer's work, invisible to a reader.
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(5);

    // While streams are woken nothing is armed: earlier than any time that a stream could ask for.
    private const long Waking = long.MinValue;

    private readonly Lock _gate = new();
    private readonly PriorityQueue<(DemoStream Stream, int Turn), long> _waiting = new();
    private readonly List<(DemoStream Stream, int Turn)> _due = [];
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly long _together;
    private long _armed = long.MaxValue;

    internal DemoPacer(TimeProvider time)
    {
        _time = time;
        _together = (long)(Together.TotalSeconds * time.TimestampFrequency);
        _timer = time.CreateTimer(static state => ((DemoPacer)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>Wakes the stream at a timestamp of the clock.</summary>
    internal void Add(DemoStream stream, int turn, long due)
    {
        lock (_gate)
        {
            _waiting.Enqueue((stream, turn), due);
            if (due < _armed)
            {
                Arm(due, _time.GetTimestamp());
            }
        }
    }

    private void Fire()
    {
        lock (_gate)
        {
            if (_armed == Waking)
            {
                // The timer was set again when this call was on its way already: the one that is at work sets it at its end.
                return;
            }

            _armed = Waking;
            var now = _time.GetTimestamp();
            while (_waiting.TryPeek(out _, out var due) && due <= now)
            {
                _due.Add(_waiting.Dequeue());
            }
        }

        foreach (var (stream, turn) in _due)
        {
            stream.Wake(turn);
        }

        _due.Clear();
        lock (_gate)
        {
            _armed = long.MaxValue;
            if (_waiting.TryPeek(out _, out var next))
            {
                var now = _time.GetTimestamp();
                Arm(Math.Max(next, now + _together), now);
            }
        }
    }

    private void Arm(long due, long now)
    {
        _armed = due;
        var wait = TimeSpan.FromSeconds(Math.Max(0, due - now) / (double)_time.TimestampFrequency);

        // Rounded up: a timer that fires a moment early would find nothing due.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }
}
