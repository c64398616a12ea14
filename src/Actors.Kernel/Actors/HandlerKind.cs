namespace Actors.Kernel;

/// <summary>The shape of a handler: its message type and how it is called. One instance per shape, so that a handler costs three words in its actor's table.</summary>
internal abstract class HandlerKind
{
    internal abstract bool TryHandle(in Handler handler, object message);
}
