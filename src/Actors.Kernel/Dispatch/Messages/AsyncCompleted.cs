namespace Actors.Kernel;

/// <summary>An asynchronous handler has ended.</summary>
internal sealed class AsyncCompleted(Exception? failure) : SystemMessage
{
    internal Exception? Failure => failure;
}
