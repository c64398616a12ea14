namespace Actors.Kernel;

/// <summary>The handlers of one behaviour, in the order of their registration. Exactly as long as needed once closed: there is one per actor.</summary>
internal sealed class HandlerTable
{
    private Handler[] _handlers = [];
    private int _count;
    private bool _takesAll;

    internal void Add(Handler handler)
    {
        ArgumentNullException.ThrowIfNull(handler.Target);
        if (_takesAll)
            throw new InvalidOperationException("A handler that catches all messages has been added. No handler can be added after that.");
        if (_count == _handlers.Length)
            Array.Resize(ref _handlers, Math.Max(1, _count * 2));
        _handlers[_count++] = handler;
    }

    internal void AddLast(Handler handler)
    {
        Add(handler);
        _takesAll = true;
    }

    internal void Close() => Array.Resize(ref _handlers, _count);

    internal bool TryHandle(object message)
    {
        var handlers = _handlers;
        for (var i = 0; i < handlers.Length; i++)
        {
            ref readonly var handler = ref handlers[i];
            if (handler.Kind.TryHandle(handler, message))
                return true;
        }

        return false;
    }
}
