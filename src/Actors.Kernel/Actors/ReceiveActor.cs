namespace Actors.Kernel;

/// <summary>An actor with a table of handlers by message type, built in its constructor and in <see cref="Become(Action)"/>. The first handler that fits, in the order of the calls, takes the message.</summary>
public abstract class ReceiveActor : UntypedActor
{
    private HandlerTable _handlers = new();
    private HandlerTable? _building;

    /// <summary>For derived classes.</summary>
    protected ReceiveActor() => _building = _handlers;

    /// <summary>Handles messages of type <typeparamref name="T"/>, only those that fit <paramref name="shouldHandle"/> if given.</summary>
    protected void Receive<T>(Action<T> handler, Predicate<T>? shouldHandle = null) => Add(Handlers<T>.Action, handler, shouldHandle);

    /// <summary>Handles messages of type <typeparamref name="T"/> that fit <paramref name="shouldHandle"/>.</summary>
    protected void Receive<T>(Predicate<T>? shouldHandle, Action<T> handler) => Add(Handlers<T>.Action, handler, shouldHandle);

    /// <summary>Handles messages of type <typeparamref name="T"/>; the handler says whether it did.</summary>
    protected void Receive<T>(Func<T, bool> handler) => Add(Handlers<T>.Func, handler, null);

    /// <summary>Handles messages of type <typeparamref name="T"/>. Until the handler's task has ended no further message is handled; <c>Context</c>, <c>Self</c> and <c>Sender</c> are right after each <c>await</c>.</summary>
    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T>? shouldHandle = null) => Add(Handlers<T>.Async, handler, shouldHandle);

    /// <summary>Handles messages of type <typeparamref name="T"/> that fit <paramref name="shouldHandle"/>, as <see cref="ReceiveAsync{T}(Func{T, Task}, Predicate{T}?)"/>.</summary>
    protected void ReceiveAsync<T>(Predicate<T>? shouldHandle, Func<T, Task> handler) => Add(Handlers<T>.Async, handler, shouldHandle);

    /// <summary>Handles every message that reaches it: the last handler of a table.</summary>
    protected void ReceiveAny(Action<object> handler) => AddLast(Handlers<object>.Action, handler);

    /// <summary>Handles every message that reaches it: the last handler of a table.</summary>
    protected void ReceiveAnyAsync(Func<object, Task> handler) => AddLast(Handlers<object>.Async, handler);

    /// <summary>Replaces the present behaviour with the handlers that <paramref name="configure"/> registers.</summary>
    protected void Become(Action configure) => ActorCell.Required.Become(Behaviour(configure));

    /// <summary>Puts the handlers that <paramref name="configure"/> registers on top of the present behaviour.</summary>
    protected void BecomeStacked(Action configure) => ActorCell.Required.BecomeStacked(Behaviour(configure));

    /// <inheritdoc/>
    protected sealed override bool Receive(object message) => _handlers.TryHandle(message);

    /// <summary>Not called: the handlers take its place.</summary>
    protected sealed override void OnReceive(object message) => _handlers.TryHandle(message);

    internal sealed override void Constructed()
    {
        if (_building is null)
            return;
        _building.Close();
        _building = null;
    }

    private Receive Behaviour(Action configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var outer = _building;
        var table = _building = new HandlerTable();
        try
        {
            configure();
        }
        finally
        {
            _building = outer;
        }

        table.Close();
        return table.TryHandle;
    }

    private HandlerTable Building() => _building
        ?? throw new InvalidOperationException("You may only call Receive-methods when constructing the actor and inside Become().");

    private void Add(HandlerKind kind, Delegate handler, Delegate? predicate) => Building().Add(new Handler(kind, handler, predicate));

    private void AddLast(HandlerKind kind, Delegate handler) => Building().AddLast(new Handler(kind, handler, null));
}
