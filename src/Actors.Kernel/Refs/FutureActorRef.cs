namespace Actors.Kernel;

/// <summary>The one who asks: the first message it gets completes a task.</summary>
internal sealed class FutureActorRef<T> : ActorRefBase
{
    private readonly ActorSystem _system;
    private readonly TaskCompletionSource<T> _result;
    private ActorPath? _path;
    private ITimer? _timer;
    private CancellationTokenRegistration _cancellation;

    internal FutureActorRef(ActorSystem system)
    {
        _system = system;

        // Continuations must not run within the one who answers. A deterministic run gives them a turn of their own instead of the thread pool's.
        _result = new TaskCompletionSource<T>(system.Deterministic is null ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None);
    }

    internal Task<T> Task => _result.Task;

    public override ActorPath Path => _path ??= _system.NextTempPath();

    public override ActorSystem System => _system;

    public override bool IsTerminated => _result.Task.IsCompleted;

    public override void Tell(object message, IActorRef? sender)
    {
        if (_system.Deterministic is { } dispatcher)
            dispatcher.Post(() => Take(message));
        else
            Take(message);
    }

    /// <summary>Bounds the waiting.</summary>
    internal void Limit(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (timeout > TimeSpan.Zero)
            _timer = _system.Time.CreateTimer(_ => TimedOut(timeout), null, timeout, Timeout.InfiniteTimeSpan);
        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(
                static (state, token) => ((FutureActorRef<T>)state!).Cancel(token),
                this);
        }

        if (_result.Task.IsCompleted)
            Release();
    }

    private void Take(object message)
    {
        var taken = message switch
        {
            T reply => _result.TrySetResult(reply),
            Status.Failure failure => _result.TrySetException(failure.Cause),
            null => _result.TrySetResult(default!),
            _ => _result.TrySetException(new ArgumentException($"Received message of type [{message.GetType()}] - Ask expected message of type [{typeof(T)}]")),
        };
        if (taken)
            Release();
        else if (!_result.Task.IsCanceled)
            _system.DeadLetters.Tell(message!, this);
    }

    private void TimedOut(TimeSpan timeout)
    {
        _result.TrySetException(new AskTimeoutException(FormattableString.Invariant($"Timeout after {timeout.TotalSeconds:F2} seconds")));
        Release();
    }

    private void Cancel(CancellationToken cancellationToken)
    {
        _result.TrySetCanceled(cancellationToken);
        Release();
    }

    private void Release()
    {
        _timer?.Dispose();

        // Unregister does not wait, as Dispose would, for a callback that may be this one.
        _cancellation.Unregister();
    }
}
