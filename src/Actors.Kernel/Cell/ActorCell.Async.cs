using System.Runtime.ExceptionServices;

namespace Actors.Kernel;

/// <summary>Asynchronous handlers: the mailbox is suspended until their task has ended, and their continuations run in here.</summary>
internal sealed partial class ActorCell
{
    private ActorSynchronizationContext? _context;
    private AsyncHandling? _handling;

    internal AsyncHandling? Handling => _handling;

    private bool IsAwaiting => _handling is not null;

    /// <summary>Calls a handler. One that ends without waiting costs nothing more than a synchronous one.</summary>
    internal void RunTask(Func<object, object, Task> handler, object target, object argument)
    {
        var handling = new AsyncHandling(_message, _sender);
        var outer = _handling;
        _handling = handling;
        Task task;
        try
        {
            task = InContext(() => handler(target, argument));
        }
        catch
        {
            _handling = outer;
            throw;
        }

        if (task.IsCompleted)
        {
            _handling = outer;
            Rethrow(task);
            return;
        }

        Mailbox.Suspend();
        task.ContinueWith(
            static (ended, state) =>
            {
                var (cell, handling) = ((ActorCell, AsyncHandling))state!;
                cell.Mailbox.PostSystem(new AsyncCompleted(handling, FailureOf(ended)));
            },
            (this, handling),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            DeterministicDispatcher.CurrentScheduler);
    }

    private void Continue(Continuation continuation)
    {
        var handling = continuation.Handling;
        if (handling is not null)
            (_message, _sender) = (handling.Message, handling.Sender);
        InContext(() =>
        {
            continuation.Run();
            return Task.CompletedTask;
        });
    }

    private void Completed(AsyncCompleted completed)
    {
        (_message, _sender) = (completed.Handling.Message, completed.Handling.Sender);
        _handling = null;
        Mailbox.Resume();
        if (completed.Failure is { } failure)
        {
            HandleInvokeFailure(failure, null);
            return;
        }

        _timeout?.Check(_message is not INotInfluenceReceiveTimeout);
        _message = null;
    }

    private Task InContext(Func<Task> code)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_context ??= new ActorSynchronizationContext(this));
        try
        {
            return code();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private static void Rethrow(Task ended)
    {
        if (FailureOf(ended) is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }

    private static Exception? FailureOf(Task ended) => ended.Status switch
    {
        TaskStatus.Faulted => ended.Exception!.InnerExceptions.Count == 1 ? ended.Exception.InnerException : ended.Exception,
        TaskStatus.Canceled => new TaskCanceledException(ended),
        _ => null,
    };
}
