namespace Actors.Kernel;

/// <summary>What an asynchronous handler is handling: restored around each of its continuations.</summary>
internal sealed class AsyncHandling(object? message, IActorRef? sender)
{
    internal object? Message => message;

    internal IActorRef? Sender => sender;
}
