namespace Actors.Kernel;

/// <summary>Sends what comes out of a task to an actor, as a message: the way back into an actor for work that must not hold its mailbox.</summary>
public static class PipeToSupport
{
    /// <summary>Tells <paramref name="recipient"/> the task's result, or <see cref="Status.Failure"/>.</summary>
    /// <param name="taskToPipe">The task.</param>
    /// <param name="recipient">Who is told.</param>
    /// <param name="sender">What it sees as sender.</param>
    /// <param name="success">Makes the message from the result; runs wherever the task ends.</param>
    /// <param name="failure">Makes the message from the exception; runs wherever the task ends.</param>
    public static Task PipeTo<T>(this Task<T> taskToPipe, ICanTell recipient, IActorRef? sender = null, Func<T, object>? success = null, Func<Exception, object>? failure = null)
    {
        ArgumentNullException.ThrowIfNull(taskToPipe);
        return WhenEnded(taskToPipe, () => Deliver(taskToPipe, recipient, sender, success, failure));
    }

    /// <summary>Tells <paramref name="recipient"/> the task's result, or <see cref="Status.Failure"/>.</summary>
    public static Task PipeTo<T>(this ValueTask<T> taskToPipe, ICanTell recipient, IActorRef? sender = null, Func<T, object>? success = null, Func<Exception, object>? failure = null) =>
        taskToPipe.AsTask().PipeTo(recipient, sender, success, failure);

    /// <summary>Tells <paramref name="recipient"/> what <paramref name="success"/> makes (nothing without it), or <see cref="Status.Failure"/>.</summary>
    public static Task PipeTo(this Task taskToPipe, ICanTell recipient, IActorRef? sender = null, Func<object>? success = null, Func<Exception, object>? failure = null)
    {
        ArgumentNullException.ThrowIfNull(taskToPipe);
        return WhenEnded(taskToPipe, () => Deliver(taskToPipe, recipient, sender, success, failure));
    }

    /// <summary>Tells <paramref name="recipient"/> what <paramref name="success"/> makes (nothing without it), or <see cref="Status.Failure"/>.</summary>
    public static Task PipeTo(this ValueTask taskToPipe, ICanTell recipient, IActorRef? sender = null, Func<object>? success = null, Func<Exception, object>? failure = null) =>
        taskToPipe.AsTask().PipeTo(recipient, sender, success, failure);

    // Delivered where the task ends, not where the caller's context is, for an actor is told only by a message; a deterministic run stays on its thread.
    private static Task WhenEnded(Task task, Func<Task> deliver) => task.ContinueWith(
        static (_, state) => ((Func<Task>)state!)(),
        deliver,
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        DeterministicDispatcher.CurrentScheduler).Unwrap();

    private static async Task Deliver<T>(Task<T> ended, ICanTell recipient, IActorRef? sender, Func<T, object>? success, Func<Exception, object>? failure)
    {
        try
        {
            var result = await ended;
            recipient.Tell(success is null ? result! : success(result), sender);
        }
        catch (Exception e)
        {
            recipient.Tell(failure is null ? new Status.Failure(e) : failure(e), sender);
        }
    }

    private static async Task Deliver(Task ended, ICanTell recipient, IActorRef? sender, Func<object>? success, Func<Exception, object>? failure)
    {
        try
        {
            await ended;
            if (success is not null)
                recipient.Tell(success(), sender);
        }
        catch (Exception e)
        {
            recipient.Tell(failure is null ? new Status.Failure(e) : failure(e), sender);
        }
    }
}
