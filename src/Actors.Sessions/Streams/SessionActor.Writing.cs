using System.IO.Pipelines;
using Actors.Contracts.Events;
using Actors.Sessions.Wire;

namespace Actors.Sessions.Streams;

/// <summary>How a session writes: slice after slice while the client takes them.</summary>
internal sealed partial class SessionActor
{
    /// <summary>Writes up to a slice. Says whether there is more than fits.</summary>
    private bool FillSlice()
    {
        _sink.WriteRest();
        WriteOwn();
        if (_sink.IsMidEvent || !IsOpen)
        {
            return _sink.IsMidEvent;
        }

        var isFull = Fill(_sink);
        if (!isFull && _beat)
        {
            _beat = false;
            Say(EventTypes.Checkpoint, [], withId: true);
            WriteOwn();
        }

        if (!isFull && !_hasCaughtUp && !_sink.IsMidEvent && Merge.IsReady)
        {
            _hasCaughtUp = true;
            Say(EventTypes.CaughtUp, StreamEvents.CaughtUp(Env, _sink.Taken), withId: true);
            WriteOwn();
        }

        return isFull || _sink.IsMidEvent;
    }

    /// <summary>Sends the slice. False while the client has not taken it, and when the stream is over.</summary>
    private bool Flush()
    {
        if (_isFlushing || !_sink.HasUnflushed)
        {
            return !_isFlushing;
        }

        ValueTask<FlushResult> flush;
        try
        {
            flush = _sink.FlushAsync();
        }
        catch (InvalidOperationException)
        {
            // The reader's side has been completed: the connection is over.
            End(SessionEnd.ClientGone);
            return false;
        }

        if (flush.IsCompletedSuccessfully)
        {
            return !flush.Result.IsCompleted || Gone();
        }

        _isFlushing = true;
        Handle.StalledAt = Env.Now;
        flush.PipeTo(
            Self,
            Self,
            static result => result.IsCompleted ? StreamSignal.FlushEnded : StreamSignal.Flushed,
            static _ => StreamSignal.FlushEnded);
        return false;
    }

    private bool Gone()
    {
        End(SessionEnd.ClientGone);
        return false;
    }

    private void OnFlushed(bool isGone)
    {
        _isFlushing = false;
        Handle.StalledAt = 0;
        if (_end is not null)
        {
            Context.Stop(Self);
        }
        else if (isGone)
        {
            End(SessionEnd.ClientGone);
        }
        else
        {
            Pump();
        }
    }

    private void SayStatus(ConnectionStatusResult status) =>
        Say(EventTypes.ConnectionStatus, StreamEvents.Status(Env, status), withId: false);

    private void Say(string type, byte[] payload, bool withId) => (_own ??= new Queue<OwnEvent>()).Enqueue(new OwnEvent(type, payload, withId));

    /// <summary>Writes the events of the stream's own that wait: between two events, never within one.</summary>
    private void WriteOwn()
    {
        if (_own is null)
        {
            return;
        }

        Span<byte> id = stackalloc byte[SseLines.MaxIdLength];
        while (_own is not null && !_sink.IsMidEvent)
        {
            var own = _own.Dequeue();
            _sink.WriteOwn(own.Type, own.WithId ? id[..Merge.WriteId(id)] : [], own.Payload);
            _own = _own.Count > 0 ? _own : null;
        }
    }

    private readonly record struct OwnEvent(string Type, byte[] Payload, bool WithId);
}
