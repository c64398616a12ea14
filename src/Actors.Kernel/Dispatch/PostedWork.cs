namespace Actors.Kernel;

/// <summary>A continuation that waits for its turn.</summary>
internal sealed class PostedWork(SendOrPostCallback callback, object? state) : IThreadPoolWorkItem
{
    public void Execute() => callback(state);
}
