using Confluent.Kafka;

namespace Actors.Log.Kafka.Placing;

/// <summary>
/// A thread that answers calls, all that were asked meanwhile together, since the library's calls block: a takeover of many
/// shards costs one round trip. Thread-safe.
/// </summary>
internal sealed class OffsetLane : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(100);

    private readonly object _gate = new();
    private readonly KafkaClients _clients;
    private readonly Action<List<OffsetCall>, List<OffsetCall>> _answer;
    private readonly Thread _thread;
    private List<OffsetCall> _asked = [];
    private bool _closing;

    /// <param name="name">The thread's name.</param>
    /// <param name="clients">Whose errors are told.</param>
    /// <param name="answer">Answers the calls of its first argument; adds those that must be asked again to its second.</param>
    internal OffsetLane(string name, KafkaClients clients, Action<List<OffsetCall>, List<OffsetCall>> answer)
    {
        (_clients, _answer) = (clients, answer);
        _thread = new Thread(Run) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>Asks; ends when the call is answered.</summary>
    /// <exception cref="ObjectDisposedException">The log is closed.</exception>
    internal Task<long?> Ask(OffsetCall call, CancellationToken ct)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, typeof(KafkaLog));
            _asked.Add(call);
            Monitor.Pulse(_gate);
        }

        return call.Done.WaitAsync(ct);
    }

    /// <summary>Nothing more is taken; the round under way is the last.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Ends the thread; what is still asked fails.</summary>
    public void Dispose()
    {
        Close();
        _thread.Join();
        foreach (var call in _asked)
        {
            call.Fail(new ObjectDisposedException(nameof(KafkaLog)));
        }
    }

    private void Run()
    {
        while (Next() is { } calls)
        {
            List<OffsetCall> again = [];
            try
            {
                _answer(calls, again);
            }
            catch (KafkaException e)
            {
                again.Clear();
                var reason = new LogUnavailableException($"Kafka's group coordinator does not answer: {_clients.Hide(e.Error.Reason)}");
                calls.ForEach(call => call.Fail(reason));
            }

            if (again.Count > 0)
            {
                Later(again);
            }
        }
    }

    private List<OffsetCall>? Next()
    {
        lock (_gate)
        {
            while (_asked.Count == 0 && !_closing)
            {
                Monitor.Wait(_gate);
            }

            if (_closing)
            {
                return null;
            }

            var calls = _asked;
            _asked = [];
            return calls;
        }
    }

    /// <summary>Waits a little, unless something else is asked, and asks again.</summary>
    private void Later(List<OffsetCall> again)
    {
        lock (_gate)
        {
            if (_asked.Count == 0 && !_closing)
            {
                Monitor.Wait(_gate, RetryAfter);
            }

            _asked.AddRange(again);
        }
    }
}
