using System.Runtime.CompilerServices;

namespace Actors.Kernel;

/// <summary>The three shapes of handlers of <typeparamref name="T"/>. The table pairs each shape with a delegate of its type, so the casts are unchecked.</summary>
internal static class Handlers<T>
{
    internal static readonly HandlerKind Action = new ActionKind();
    internal static readonly HandlerKind Func = new FuncKind();
    internal static readonly HandlerKind Async = new AsyncKind();

    private static bool Fits(in Handler handler, T message) =>
        handler.Predicate is null || Unsafe.As<Predicate<T>>(handler.Predicate)(message);

    private sealed class ActionKind : HandlerKind
    {
        internal override bool TryHandle(in Handler handler, object message)
        {
            if (message is not T typed || !Fits(handler, typed))
                return false;
            Unsafe.As<Action<T>>(handler.Target)(typed);
            return true;
        }
    }

    private sealed class FuncKind : HandlerKind
    {
        internal override bool TryHandle(in Handler handler, object message) =>
            message is T typed && Unsafe.As<Func<T, bool>>(handler.Target)(typed);
    }

    private sealed class AsyncKind : HandlerKind
    {
        internal override bool TryHandle(in Handler handler, object message)
        {
            if (message is not T typed || !Fits(handler, typed))
                return false;
            ActorCell.Required.RunTask(static (target, boxed) => Unsafe.As<Func<T, Task>>(target)((T)boxed), handler.Target, message);
            return true;
        }
    }
}
