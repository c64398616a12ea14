using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Actors.Bench.Native;

namespace Actors.Bench.Load;

/// <summary>One keep-alive connection that publishes: at most one request is on its way, what falls due meanwhile waits with its due time.</summary>
internal sealed unsafe class PublishConnection : IDisposable
{
    private readonly Queue<Marker> _due = new();
    private readonly PublishRequest _request;
    private readonly byte[] _event;
    private readonly byte[] _answer = new byte[1 << 20];
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _body = new byte[4096];
    private int _received;
    private long _sentAt;

    public PublishConnection(PublishRequest request)
    {
        _request = request;
        _event = Marker.Template(request.Bytes);
        _socket.Connect(IPAddress.Loopback, request.Port);
    }

    /// <summary>For polling.</summary>
    public int Descriptor => (int)_socket.Handle;

    /// <summary>True while a request is unanswered.</summary>
    public bool Busy => _sentAt != 0;

    /// <summary>True when it has nothing to do.</summary>
    public bool Idle => !Busy && _due.Count == 0;

    /// <summary>How many events wait.</summary>
    public int Backlog => _due.Count;

    /// <summary>Adds an event; it goes out when the one before it was answered.</summary>
    public void Enqueue(Marker marker) => _due.Enqueue(marker);

    /// <summary>Sends what is due, if the last request was answered.</summary>
    public void Send()
    {
        if (Busy || _due.Count == 0) return;
        var channel = _due.Peek().Channel;
        var events = 0;
        var length = 0;
        while (events < _request.Batch && _due.Count > 0 && _due.Peek().Channel == channel) length = Append(_due.Dequeue(), events++, length);
        if (_request.Shape == BodyShape.Array) _body[length++] = (byte)']';
        var path = _request.Path.Replace("{c}", channel.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var head = $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{_request.Port}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n{_request.Headers}\r\n";
        var message = new byte[head.Length + length];
        Encoding.ASCII.GetBytes(head, message);
        _body.AsSpan(0, length).CopyTo(message.AsSpan(head.Length));
        _sentAt = Stopwatch.GetTimestamp();
        _socket.Send(message);
    }

    /// <summary>Reads what has come of the answer.</summary>
    /// <param name="latency">How long the answer took, in Stopwatch ticks, when it is whole.</param>
    /// <param name="refusal">The answer, when it is no success.</param>
    /// <returns>True when the answer is whole.</returns>
    public bool Receive(out long latency, out string? refusal)
    {
        (latency, refusal) = (0, null);
        fixed (byte* at = _answer)
        {
            var count = Libc.Receive(Descriptor, at + _received, _answer.Length - _received, Libc.DontWait);
            if (count == 0) throw new IOException("The server ended a publishing connection.");
            if (count < 0) return false;
            _received += (int)count;
        }
        if (!HttpAnswer.IsWhole(_answer.AsSpan(0, _received))) return false;
        if (_answer[9] != '2') refusal = Encoding.UTF8.GetString(_answer, 0, _received);
        latency = Stopwatch.GetTimestamp() - _sentAt;
        (_received, _sentAt) = (0, 0);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private int Append(Marker marker, int before, int length)
    {
        if (_body.Length < length + _event.Length + 2) Array.Resize(ref _body, _body.Length * 2 + _event.Length);
        if (_request.Shape == BodyShape.Array) _body[length++] = (byte)(before == 0 ? '[' : ',');
        else if (before > 0) _body[length++] = (byte)'\n';
        marker.WriteTo(_event);
        _event.CopyTo(_body.AsSpan(length));
        return length + _event.Length;
    }
}
