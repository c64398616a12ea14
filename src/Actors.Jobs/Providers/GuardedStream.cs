using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using Actors.Jobs.Retries;
using Microsoft.Extensions.AI;

namespace Actors.Jobs.Providers;

/// <summary>
/// One watched answer. A step that the provider completes at once passes through; one that waits is raced against the timer.
/// The loser of the race is ignored; a provider that lost is disposed of when it comes back.
/// </summary>
internal sealed class GuardedStream : IAsyncEnumerator<ChatResponseUpdate>, IValueTaskSource<bool>
{
    private const int Idle = 0;
    private const int Waiting = 1;
    private const int Silent = 2;

    private readonly IAsyncEnumerator<ChatResponseUpdate> _inner;
    private readonly CancellationTokenSource _cancel;
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private readonly ITimer _timer;
    private readonly Action _completed;
    private ManualResetValueTaskSourceCore<bool> _wait = new() { RunContinuationsAsynchronously = true };
    private ValueTaskAwaiter<bool> _pending;
    private long _since;
    private int _state;

    internal GuardedStream(IAsyncEnumerator<ChatResponseUpdate> inner, CancellationTokenSource cancel, TimeSpan limit, TimeProvider time)
    {
        (_inner, _cancel, _limit, _time) = (inner, cancel, limit, time);
        _completed = Completed;
        _since = time.GetTimestamp();
        _timer = time.CreateTimer(static state => ((GuardedStream)state!).Look(), this, limit, Timeout.InfiniteTimeSpan);
    }

    public ChatResponseUpdate Current => _inner.Current;

    public ValueTask<bool> MoveNextAsync()
    {
        if (Volatile.Read(ref _state) == Silent)
        {
            throw Failure();
        }

        var step = _inner.MoveNextAsync();
        if (step.IsCompleted)
        {
            return step;
        }

        _wait.Reset();
        _pending = step.GetAwaiter();
        Volatile.Write(ref _since, _time.GetTimestamp());
        Volatile.Write(ref _state, Waiting);
        var version = _wait.Version;
        _pending.UnsafeOnCompleted(_completed);
        return new ValueTask<bool>(this, version);
    }

    public ValueTask DisposeAsync()
    {
        _timer.Dispose();
        if (Volatile.Read(ref _state) == Silent)
        {
            return ValueTask.CompletedTask;
        }

        _cancel.Dispose();
        return _inner.DisposeAsync();
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _wait.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    // The timer runs through while tokens come, and looks only then how long the last one is ago: a token sets no timer.
    private void Look()
    {
        var left = _limit - _time.GetElapsedTime(Volatile.Read(ref _since));
        if (Volatile.Read(ref _state) != Waiting || left > TimeSpan.Zero)
        {
            _timer.Change(left > TimeSpan.Zero ? left : _limit, Timeout.InfiniteTimeSpan);
            return;
        }

        if (Interlocked.CompareExchange(ref _state, Silent, Waiting) == Waiting)
        {
            _wait.SetException(Failure());
            _cancel.Cancel();
        }
    }

    private void Completed()
    {
        var won = Interlocked.CompareExchange(ref _state, Idle, Waiting) == Waiting;
        try
        {
            // The step has completed: this gives its result and blocks nobody.
#pragma warning disable RS0030
            var result = _pending.GetResult();
#pragma warning restore RS0030
            if (won)
            {
                _wait.SetResult(result);
            }
        }
#pragma warning disable CA1031 // What the provider throws goes to the reader, unless the reader was told of silence already.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (won)
            {
                _wait.SetException(e);
            }
        }

        if (!won)
        {
            _ = _inner.DisposeAsync().AsTask();
        }
    }

    private ProviderException Failure() => new(FailureCodes.ProviderSilent, $"The provider sent nothing for {_limit.TotalSeconds:0.#} seconds.", isTransient: true);
}
