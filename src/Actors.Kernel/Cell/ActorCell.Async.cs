using System.Runtime.ExceptionServices;

namespace Actors.Kernel;

/// <summary>Asynchronous handlers: the mailbox is suspended until their task has ended, and their continuations run in here.</summary>
internal sealed partial class ActorCell
{
    private ActorSynchronizationContext? _context;
    private int _handling;
    private int _awaiting;

    /// <summary>Another number for each asynchronous handler that ran.</summary>
    internal int Handling => _handling;

    private bool IsAwaiting => _awaiting > 0;

    /// <summary>Calls a handler. One that ends without waiting allocates nothing here.</summary>
    internal void RunTask(Func<object, object, Task> handler, object target, object argument)
    {
        _handling++;
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_context ??= new ActorSynchronizationContext(this));
        Task task;
        try
        {
            task = handler(target, argument);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }

        if (task.IsCompletedSuccessfully)
            return;
        if (task.IsCompleted)
            ExceptionDispatchInfo.Throw(FailureOf(task)!);
        else
            Await(task);
    }

    private void Await(Task task)
    {
        _awaiting++;
        Mailbox.Suspend();
        task.ContinueWith(
            static (ended, cell) => ((ActorCell)cell!).Mailbox.PostSystem(new AsyncCompleted(FailureOf(ended))),
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            DeterministicDispatcher.CurrentScheduler);
    }

    /// <summary>Runs the rest of a handler. While it waited no other message was handled, so the message and the sender are still its own; a handler that has ended has none.</summary>
    private void Continue(Continuation continuation)
    {
        var (message, sender) = (_message, _sender);
        if (continuation.Handling != _handling || !IsAwaiting)
            (_message, _sender) = (null, null);
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_context);
        try
        {
            continuation.Run();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
            (_message, _sender) = (message, sender);
        }
    }

    private void Completed(AsyncCompleted completed)
    {
        _awaiting--;
        Mailbox.Resume();
        if (completed.Failure is { } failure)
        {
            HandleInvokeFailure(failure, null);
            return;
        }

        _timeout?.Check(_message is not INotInfluenceReceiveTimeout);
        _message = null;
    }

    private static Exception? FailureOf(Task ended) => ended.Status switch
    {
        TaskStatus.Faulted => ended.Exception!.InnerExceptions.Count == 1 ? ended.Exception.InnerException : ended.Exception,
        TaskStatus.Canceled => new TaskCanceledException(ended),
        _ => null,
    };
}
