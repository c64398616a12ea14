using System.Collections.Concurrent;

namespace Actors.Kernel.TestKit;

/// <summary>What a test actor got and the test has not taken yet. Under a deterministic dispatcher, waiting runs the system.</summary>
internal sealed class ReceivedMessages(DeterministicDispatcher? dispatcher) : IDisposable
{
    private readonly ConcurrentQueue<MessageEnvelope> _messages = new();
    private readonly SemaphoreSlim _count = new(0);

    internal Func<object, bool>? Ignore { get; set; }

    internal AutoPilot AutoPilot { get; set; } = NoAutoPilot.Instance;

    internal bool Any => !_messages.IsEmpty;

    internal void Add(MessageEnvelope envelope)
    {
        _messages.Enqueue(envelope);
        _count.Release();
    }

    internal MessageEnvelope? Take(TimeSpan max, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (dispatcher is not null)
            dispatcher.RunUntil(() => Any, max);
        return _count.Wait(dispatcher is null ? max : TimeSpan.Zero, cancellationToken) ? Dequeue() : null;
    }

    internal async ValueTask<MessageEnvelope?> TakeAsync(TimeSpan max, CancellationToken cancellationToken)
    {
        if (dispatcher is not null)
            return Take(max, cancellationToken);
        return await _count.WaitAsync(max, cancellationToken) ? Dequeue() : null;
    }

    public void Dispose() => _count.Dispose();

    private MessageEnvelope? Dequeue() => _messages.TryDequeue(out var envelope) ? envelope : null;
}
