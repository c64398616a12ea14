namespace Actors.Cluster.Tests;

/// <summary>
/// How long this machine keeps a thread waiting whose time has come, from the beginning on: what is timed on it can be no finer.
/// On cores that are free it is some milliseconds.
/// </summary>
internal sealed class MachineStalls : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(10);

    private readonly ManualResetEventSlim _stopped = new();
    private readonly Thread _thread;
    private long _longest;

    public MachineStalls()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "machine-stalls" };
        _thread.Start();
    }

    /// <summary>The longest so far.</summary>
    public TimeSpan Longest => TimeSpan.FromTicks(Volatile.Read(ref _longest));

    public void Dispose()
    {
        _stopped.Set();
        _thread.Join();
        _stopped.Dispose();
    }

    private void Run()
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!_stopped.Wait(Beat))
        {
            var late = TimeProvider.System.GetElapsedTime(began) - Beat;
            began = TimeProvider.System.GetTimestamp();
            Volatile.Write(ref _longest, Math.Max(_longest, late.Ticks));
        }
    }
}
