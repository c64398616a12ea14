namespace Actors.Kernel;

/// <summary>The rest of a method that awaited something within the actor.</summary>
internal sealed class Continuation(int handling, SendOrPostCallback callback, object? state) : SystemMessage
{
    /// <summary>The asynchronous handler that it belongs to.</summary>
    internal int Handling => handling;

    internal void Run() => callback(state);
}
