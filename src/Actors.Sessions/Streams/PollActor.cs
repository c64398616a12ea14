using Actors.Sessions.Windows;

namespace Actors.Sessions.Streams;

/// <summary><c>/user/sessions/&lt;poll&gt;</c>: one long poll. It ends with the first events that it finds, or without any when its time is over.</summary>
internal sealed class PollActor(StreamEnvironment env) : StreamActor(env)
{
    private PollSink _sink = null!;
    private TaskCompletionSource<PollResult> _ended = null!;
    private string? _cursor;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Begin<OpenPoll> begin:
                OnBegin(begin);
                break;
            case StreamSignal signal when signal == StreamSignal.Wake:
                Pump();
                break;
            case StreamSignal signal when signal == StreamSignal.Beat || signal == StreamSignal.LogDown || signal == StreamSignal.LogUp:
                break;
            case StreamSignal:
                Context.Stop(Self);
                break;
            default:
                base.OnReceive(message);
                break;
        }
    }

    protected override void PostStop()
    {
        base.PostStop();
        _ended?.TrySetResult(new PollResult(_sink.Events, IsOpen ? Merge.Cursor() : _cursor));
    }

    protected override void OnOpened()
    {
    }

    protected override void OnReset(string reason, ChannelWindow? window, string from, long? position, bool isLast) =>
        _sink.AddOwn(StreamEvents.Reset(Env, reason, window, from, position));

    protected override void Pump()
    {
        if (!IsOpen)
        {
            return;
        }

        LookAgain();
        if (Fill(_sink) || (_sink.Events.Count > 0 && Merge.IsReady))
        {
            Context.Stop(Self);
        }
    }

    private void OnBegin(Begin<OpenPoll> begin)
    {
        var open = begin.Open;
        (_sink, _ended, _cursor) = (open.Sink, open.Ended, open.Request.Cursor);
        BeginWith(open.Request, begin.Handle, open.Aborted);
        Handle.Deadline = Env.Now + Math.Max(1, (long)open.MaxWait.TotalMilliseconds);
        Listen();
    }
}
