using System.Diagnostics;
using System.Runtime.InteropServices;
using Actors.Bench.Native;

namespace Actors.Bench.Load;

/// <summary>All listeners of the load process, read by one thread through one epoll set.</summary>
internal sealed unsafe class ListenerSet
{
    private const int BufferBytes = 4 << 20;

    private readonly Epoll _epoll = new();
    private readonly List<Listener> _listeners = [];
    private readonly HashSet<int> _paused = [];
    private readonly Lock _turn = new();
    private readonly byte* _buffer = (byte*)NativeMemory.AlignedAlloc(BufferBytes, 4096);
    private readonly EventObserver _observer;

    public ListenerSet(EventObserver observer)
    {
        _observer = observer;
        new Thread(Run) { IsBackground = true, Name = "reader" }.Start();
    }

    /// <summary>Streams that the server ended or refused.</summary>
    public int Disconnects { get; private set; }

    /// <summary>What the first refused stream was told.</summary>
    public string? FirstFailure { get; private set; }

    /// <summary>How many listeners have been told 200.</summary>
    public int Ready
    {
        get { lock (_turn) return _listeners.Count(l => l.Ready); }
    }

    /// <summary>Opens all connections first and then asks on all of them, so that the server sees the requests at once.</summary>
    /// <returns>When the first request went out, in Stopwatch ticks.</returns>
    public long Open(int count, int channels, ListenerRequest request)
    {
        var first = _listeners.Count;
        var fresh = Enumerable.Range(first, count).Select(i => new Listener(i, i % channels, request)).ToList();
        foreach (var listener in fresh) listener.Connect();
        lock (_turn) _listeners.AddRange(fresh);
        var started = Stopwatch.GetTimestamp();
        foreach (var listener in fresh)
        {
            listener.Ask();
            _epoll.Add((int)listener.Socket!.Handle, listener.Index);
        }
        return started;
    }

    /// <summary>Runs something while no event is being taken.</summary>
    public void BetweenTurns(Action action)
    {
        lock (_turn) action();
    }

    /// <summary>Leaves what the first listeners get in the kernel's buffers.</summary>
    public void Pause(int count) => BetweenTurns(() =>
    {
        for (var i = 0; i < count; i++)
        {
            _paused.Add(i);
            _epoll.Remove((int)_listeners[i].Socket!.Handle);
        }
    });

    /// <summary>Reads everything again.</summary>
    public void Resume() => BetweenTurns(() =>
    {
        foreach (var i in _paused) _epoll.Add((int)_listeners[i].Socket!.Handle, i);
        _paused.Clear();
    });

    /// <summary>Resets every connection.</summary>
    public void Close() => BetweenTurns(() =>
    {
        foreach (var listener in _listeners) listener.Socket?.Dispose();
        _listeners.Clear();
        _paused.Clear();
    });

    private void Run()
    {
        while (true)
        {
            var count = _epoll.Wait(100);
            if (count == 0) continue;
            lock (_turn)
            {
                for (var i = 0; i < count; i++)
                {
                    var token = _epoll.Token(i);
                    if (token < _listeners.Count && !_paused.Contains(token)) Read(_listeners[token]);
                }
            }
        }
    }

    private void Read(Listener listener)
    {
        var buffer = new Span<byte>(_buffer, BufferBytes);
        var unfinished = listener.Unfinished(buffer);
        var descriptor = (int)listener.Socket!.Handle;
        var received = Libc.Receive(descriptor, _buffer + unfinished, BufferBytes - unfinished, Libc.DontWait);
        if (received > 0)
        {
            listener.Take(buffer, unfinished, (int)received, _observer, Stopwatch.GetTimestamp());
            if (listener.Failure is null) return;
            FirstFailure ??= listener.Failure;
        }
        else if (received < 0 && Marshal.GetLastPInvokeError() is Libc.TryAgain or Libc.Interrupted) return;
        _epoll.Remove(descriptor);
        Disconnects++;
        if (listener.Resumes && listener.Failure is null) Reconnect(listener);
    }

    private void Reconnect(Listener listener)
    {
        listener.Connect();
        listener.Ask();
        _epoll.Add((int)listener.Socket!.Handle, listener.Index);
    }
}
