using System.Threading.Tasks.Sources;
using Microsoft.Extensions.AI;

namespace Actors.Jobs.Providers.Demo;

/// <summary>
/// One answer of the demo provider. Token k is due at k / rate after the beginning, whatever came late before it, so a loaded
/// machine delays tokens but does not slow the stream down. A token costs its update and nothing else.
/// </summary>
internal sealed class DemoStream : IAsyncEnumerator<ChatResponseUpdate>, IValueTaskSource<bool>
{
    private readonly DemoPacer _pacer;
    private readonly TimeProvider _time;
    private readonly IEnumerator<string> _tokens;
    private readonly Func<ChatResponseUpdate> _last;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenRegistration _registration;
    private readonly double _ticksPerToken;
    private readonly long _start;
    private ManualResetValueTaskSourceCore<bool> _wait = new() { RunContinuationsAsynchronously = true };
    private long _sent;
    private int _turn;
    private int _waiting;
    private bool _done;

    internal DemoStream(
        DemoPacer pacer, TimeProvider time, double tokensPerSecond, IEnumerator<string> tokens, Func<ChatResponseUpdate> last, CancellationToken cancellation)
    {
        (_pacer, _time, _tokens, _last, _cancellation) = (pacer, time, tokens, last, cancellation);
        _ticksPerToken = time.TimestampFrequency / tokensPerSecond;
        _start = time.GetTimestamp();
        _registration = cancellation.UnsafeRegister(static state => ((DemoStream)state!).Cancelled(), this);
    }

    public ChatResponseUpdate Current { get; private set; } = null!;

    public ValueTask<bool> MoveNextAsync()
    {
        _cancellation.ThrowIfCancellationRequested();
        if (_done)
        {
            return new ValueTask<bool>(false);
        }

        if (!_tokens.MoveNext())
        {
            _done = true;
            Current = _last();
            return new ValueTask<bool>(true);
        }

        Current = new ChatResponseUpdate(ChatRole.Assistant, _tokens.Current);
        var due = _start + (long)(++_sent * _ticksPerToken);
        if (due <= _time.GetTimestamp())
        {
            return new ValueTask<bool>(true);
        }

        _wait.Reset();
        Volatile.Write(ref _waiting, 1);
        _pacer.Add(this, ++_turn, due);
        if (_cancellation.IsCancellationRequested)
        {
            Cancelled();
        }

        return new ValueTask<bool>(this, _wait.Version);
    }

    public ValueTask DisposeAsync()
    {
        _tokens.Dispose();
        return _registration.DisposeAsync();
    }

    /// <summary>The token that the stream waited for in this turn is due. Later turns are not touched.</summary>
    internal void Wake(int turn)
    {
        if (turn == Volatile.Read(ref _turn) && Interlocked.Exchange(ref _waiting, 0) == 1)
        {
            _wait.SetResult(true);
        }
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _wait.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    private void Cancelled()
    {
        if (Interlocked.Exchange(ref _waiting, 0) == 1)
        {
            _wait.SetException(new OperationCanceledException(_cancellation));
        }
    }
}
