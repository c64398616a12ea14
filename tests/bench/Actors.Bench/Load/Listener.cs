using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Actors.Bench.Load;

/// <summary>One event stream as a client sees it. It owns no buffer while no event is cut in two.</summary>
internal sealed class Listener(int index, int channel, ListenerRequest request)
{
    private ChunkedDecoder _chunks;
    private byte[] _rest = [];
    private bool _inBody;
    private bool _chunked;

    /// <summary>The listener's number, which is its epoll token.</summary>
    public int Index => index;

    /// <summary>True if it connects again when the server ends the stream.</summary>
    public bool Resumes => request.Resumes;

    /// <summary>The index of the channel it listens to.</summary>
    public int Channel => channel;

    /// <summary>The connection of the moment; another one after a reconnect.</summary>
    public Socket? Socket { get; private set; }

    /// <summary>True when a 200 was read.</summary>
    public bool Ready { get; private set; }

    /// <summary>Why the stream is of no use, or null.</summary>
    public string? Failure { get; private set; }

    /// <summary>The number that the next event must carry; below zero, whatever comes first.</summary>
    public long Expected { get; set; } = request.FromStart ? 0 : -1;

    /// <summary>The last id that came with a whole event.</summary>
    public byte[] LastId { get; private set; } = [];

    /// <summary>Opens the TCP connection.</summary>
    public void Connect()
    {
        Socket?.Dispose();
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, LingerState = new LingerOption(true, 0) };
        Socket.Connect(IPAddress.Loopback, request.Port);
        (_chunks, _rest, _inBody, _chunked, Ready) = (default, [], false, false, false);
    }

    /// <summary>Asks for the stream, from the last id where there is one.</summary>
    public void Ask()
    {
        var path = request.Path.Replace("{c}", channel.ToString(), StringComparison.Ordinal).Replace("{i}", index.ToString(), StringComparison.Ordinal);
        var headers = request.Headers.Replace("{c}", channel.ToString(), StringComparison.Ordinal).Replace("{i}", index.ToString(), StringComparison.Ordinal);
        if (LastId.Length > 0) headers += $"Last-Event-ID: {Encoding.ASCII.GetString(LastId)}\r\n";
        Socket!.Send(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{request.Port}\r\nAccept: text/event-stream\r\n{headers}\r\n"));
        Socket.Blocking = false;
    }

    /// <summary>How many bytes of a cut event stand before what is received next.</summary>
    public int Unfinished(Span<byte> buffer)
    {
        _rest.CopyTo(buffer);
        return _rest.Length;
    }

    /// <summary>Takes what has been received behind the unfinished bytes and hands each whole event to the observer.</summary>
    public void Take(Span<byte> buffer, int unfinished, int received, EventObserver observer, long now)
    {
        var fresh = buffer.Slice(unfinished, received);
        if (!_inBody)
        {
            var whole = buffer[..(unfinished + received)];
            var end = whole.IndexOf("\r\n\r\n"u8);
            if (end < 0) { _rest = whole.ToArray(); return; }
            ReadHead(Encoding.ASCII.GetString(whole[..end]));
            fresh = whole[(end + 4)..];
            fresh.CopyTo(buffer);
            fresh = buffer[..fresh.Length];
            unfinished = 0;
        }
        var length = unfinished + (_chunked ? _chunks.Decode(fresh) : fresh.Length);
        var taken = Events(buffer[..length], observer, now);
        _rest = taken == length ? [] : buffer[taken..length].ToArray();
    }

    private void ReadHead(string head)
    {
        _inBody = true;
        _chunked = head.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase);
        Ready = head.StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        if (!Ready) Failure = head;
    }

    // All servers measured here end lines with LF alone.
    private int Events(ReadOnlySpan<byte> bytes, EventObserver observer, long now)
    {
        var at = 0;
        while (true)
        {
            var end = bytes[at..].IndexOf("\n\n"u8);
            if (end < 0) return at;
            Dispatch(bytes.Slice(at, end), observer, now);
            at += end + 2;
        }
    }

    private void Dispatch(ReadOnlySpan<byte> block, EventObserver observer, long now)
    {
        ReadOnlySpan<byte> data = default, id = default;
        while (!block.IsEmpty)
        {
            var end = block.IndexOf((byte)'\n');
            var line = end < 0 ? block : block[..end];
            if (line.StartsWith("data:"u8)) data = line[5..];
            else if (line.StartsWith("id:"u8)) id = line[3..].TrimStart((byte)' ');
            block = end < 0 ? default : block[(end + 1)..];
        }
        if (request.Resumes && !id.IsEmpty) Remember(id);
        if (!data.IsEmpty) observer.Take(this, data, now);
    }

    private void Remember(ReadOnlySpan<byte> id)
    {
        if (LastId.Length == id.Length) id.CopyTo(LastId);
        else LastId = id.ToArray();
    }
}
