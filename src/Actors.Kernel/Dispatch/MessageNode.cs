namespace Actors.Kernel;

/// <summary>A message in a mailbox: the only thing that a tell allocates.</summary>
internal sealed class MessageNode(object message, IActorRef? sender)
{
    internal readonly object Message = message;
    internal readonly IActorRef? Sender = sender;
    internal MessageNode? Next;
}
