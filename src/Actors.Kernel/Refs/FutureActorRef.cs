namespace Actors.Kernel;

/// <summary>The one who asks: the first message it gets completes a task.</summary>
internal sealed class FutureActorRef<T>(ActorSystem system) : ActorRefBase
{
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ActorPath? _path;

    internal Task<T> Task => _result.Task;

    public override ActorPath Path => _path ??= system.NextTempPath();

    public override ActorSystem System => system;

    public override bool IsTerminated => _result.Task.IsCompleted;

    public override void Tell(object message, IActorRef? sender)
    {
        var taken = message switch
        {
            T reply => _result.TrySetResult(reply),
            Status.Failure failure => _result.TrySetException(failure.Cause),
            null => _result.TrySetResult(default!),
            _ => _result.TrySetException(new ArgumentException($"Received message of type [{message.GetType()}] - Ask expected message of type [{typeof(T)}]")),
        };
        if (!taken && !_result.Task.IsCanceled)
            system.DeadLetters.Tell(message!, this);
    }

    internal void TimedOut(TimeSpan timeout) =>
        _result.TrySetException(new AskTimeoutException(FormattableString.Invariant($"Timeout after {timeout.TotalSeconds:F2} seconds")));

    internal void Cancel(CancellationToken cancellationToken) => _result.TrySetCanceled(cancellationToken);
}
