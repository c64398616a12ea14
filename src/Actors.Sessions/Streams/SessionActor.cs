using Actors.Contracts.Events;
using Actors.Sessions.Windows;

namespace Actors.Sessions.Streams;

/// <summary>
/// <c>/user/sessions/&lt;session&gt;</c>: one SSE connection. It writes while the client takes bytes; while a flush waits for the
/// client it holds its places and nothing else, and nobody wakes it. A delivered event allocates nothing here.
/// </summary>
internal sealed partial class SessionActor(StreamEnvironment env) : StreamActor(env)
{
    /// <summary>How many slices a session writes before others get their turn: 128 KiB by default.</summary>
    private const int SlicesPerTurn = 8;

    private SseSink _sink = null!;
    private TaskCompletionSource<SessionEnd> _ended = null!;
    private DateTimeOffset? _expiresAt;
    private SessionEnd? _end;
    private bool _isFlushing;
    private bool _hasCaughtUp;
    private bool _hasWarned;
    private bool _isDegraded;
    private bool _beat;
    private Queue<OwnEvent>? _own;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StreamSignal signal:
                OnSignal(signal);
                break;
            case Begin<OpenSession> begin:
                OnBegin(begin);
                break;
            default:
                base.OnReceive(message);
                break;
        }
    }

    protected override void PostStop()
    {
        base.PostStop();
        if (_isFlushing)
        {
            _sink.Output.CancelPendingFlush();
        }

        _ended?.TrySetResult(_end ?? SessionEnd.Failed);
    }

    protected override void OnOpened()
    {
        // A client that follows from now on learns at once from where: its reconnect misses nothing.
        _hasCaughtUp = !Replays;
        if (!Replays)
        {
            Say(EventTypes.Checkpoint, [], withId: true);
        }
    }

    protected override void OnReset(string reason, ChannelWindow? window, string from, long? position, bool isLast) =>
        Say(EventTypes.Reset, StreamEvents.Reset(Env, reason, window, from, position), withId: isLast);

    protected override void OnLog(bool isDown)
    {
        if (_isDegraded != isDown)
        {
            _isDegraded = isDown;
            SayStatus(new ConnectionStatusResult { Status = isDown ? "degraded" : "recovered", Reason = "log_unavailable" });
            Pump();
        }
    }

    protected override void Pump()
    {
        if (_isFlushing || _end is not null)
        {
            return;
        }

        LookAgain();
        for (var slices = 0; slices < SlicesPerTurn; slices++)
        {
            var isFull = FillSlice();
            if (!Flush() || !isFull)
            {
                return;
            }
        }

        Handle.Wake();
    }

    private void OnBegin(Begin<OpenSession> begin)
    {
        var (request, sink, ended, aborted) = begin.Open;
        (_sink, _ended, _expiresAt) = (sink, ended, request.ExpiresAt);
        var start = BeginWith(request, begin.Handle, aborted);
        SetDeadline(_expiresAt - Env.Options.ExpiryWarning);
        _sink.WriteRetry(Env.RetryDelay());
        SayStatus(new ConnectionStatusResult
        {
            Status = "connected",
            Node = Env.Options.Node,
            Session = begin.Id,
            Resumed = start.Resumes,
            From = start.From,
            Channels = [.. request.Channels.Select(c => c.Value)],
        });
        Pump();
        Listen();
    }

    private void OnSignal(StreamSignal signal)
    {
        if (signal == StreamSignal.Wake)
        {
            // While a flush waits, nobody needs to wake it again: it looks by itself when the client takes bytes.
            Pump();
        }
        else if (signal == StreamSignal.LogDown || signal == StreamSignal.LogUp)
        {
            OnLog(isDown: signal == StreamSignal.LogDown);
        }
        else if (signal == StreamSignal.Flushed || signal == StreamSignal.FlushEnded)
        {
            OnFlushed(isGone: signal == StreamSignal.FlushEnded);
        }
        else if (signal == StreamSignal.Beat)
        {
            OnBeat();
        }
        else if (signal == StreamSignal.Deadline)
        {
            OnDeadline();
        }
        else
        {
            End(signal == StreamSignal.TooSlow ? SessionEnd.TooSlow
                : signal == StreamSignal.Drain ? SessionEnd.Drained
                : signal == StreamSignal.FeedLost ? SessionEnd.Failed
                : SessionEnd.ClientGone);
        }
    }

    private void OnBeat()
    {
        if (_isFlushing)
        {
            return;
        }

        if (IsOpen)
        {
            _beat = true;
        }
        else
        {
            // There is no position to tell yet, but a stream that waits for the log is alive.
            Say(EventTypes.Checkpoint, [], withId: false);
        }

        Pump();
    }

    private void OnDeadline()
    {
        if (_expiresAt is not { } expiresAt)
        {
            return;
        }

        var left = expiresAt - Env.Time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            End(SessionEnd.Expired);
            return;
        }

        SetDeadline(expiresAt);
        if (!_hasWarned)
        {
            _hasWarned = true;
            SayStatus(new ConnectionStatusResult { Status = "expiring", Reason = "token_expiry", SecondsLeft = (int)Math.Ceiling(left.TotalSeconds) });
            Pump();
        }
    }

    /// <summary>Ends the stream: says so where it can, then stops. A flush that waits for the client is given up.</summary>
    private void End(SessionEnd end)
    {
        if (_end is not null)
        {
            if (_isFlushing && end is (SessionEnd.TooSlow or SessionEnd.ClientGone))
            {
                _sink.Output.CancelPendingFlush();
            }

            return;
        }

        _end = end;
        if (_isFlushing)
        {
            _sink.Output.CancelPendingFlush();
            return;
        }

        if (end is SessionEnd.Drained or SessionEnd.Expired or SessionEnd.Failed && !_sink.IsMidEvent)
        {
            _sink.WriteRetry(Env.RetryDelay());
            SayStatus(new ConnectionStatusResult { Status = "closing", Reason = Reason(end) });
            WriteOwn();
            Flush();
        }

        if (!_isFlushing)
        {
            Context.Stop(Self);
        }
    }

    private static string Reason(SessionEnd end) => end switch
    {
        SessionEnd.Expired => "token_expired",
        SessionEnd.Drained => "node_leaving",
        _ => "fault",
    };

    private void SetDeadline(DateTimeOffset? at)
    {
        if (at is { } when)
        {
            Handle.Deadline = Env.Now + Math.Max(1, (long)(when - Env.Time.GetUtcNow()).TotalMilliseconds);
        }
    }
}
