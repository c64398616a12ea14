using System.Threading.Tasks.Sources;

namespace Actors.Log.Tails;

/// <summary>
/// A follower's wait for the next commit; used again and again without allocating. Woken or cancelled, whichever comes first,
/// once for each wait.
/// </summary>
internal sealed class FollowerWait : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _source = new() { RunContinuationsAsynchronously = true };
    private int _armed;

    /// <summary>Begins a wait. Nobody may wake it before this.</summary>
    internal ValueTask Begin()
    {
        _source.Reset();
        Volatile.Write(ref _armed, 1);
        return new ValueTask(this, _source.Version);
    }

    /// <summary>Ends the wait.</summary>
    internal void Wake()
    {
        if (Interlocked.Exchange(ref _armed, 0) == 1)
        {
            _source.SetResult(true);
        }
    }

    /// <summary>Ends the wait with a cancellation. False when it was over already.</summary>
    internal bool Cancel(CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _armed, 0) == 0)
        {
            return false;
        }

        _source.SetException(new OperationCanceledException(ct));
        return true;
    }

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
