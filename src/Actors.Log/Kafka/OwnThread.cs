namespace Actors.Log.Kafka;

/// <summary>Runs what blocks on a thread of its own: the pool's must not be held by a broker that does not answer.</summary>
internal static class OwnThread
{
    /// <summary>Does the work on a new thread.</summary>
    /// <param name="name">The thread's name.</param>
    /// <param name="work">What blocks.</param>
    internal static Task<T> RunAsync<T>(string name, Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                done.SetResult(work());
            }
#pragma warning disable CA1031 // Who awaits it hears of it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                done.SetException(e);
            }
        }) { Name = name, IsBackground = true }.Start();
        return done.Task;
    }
}
