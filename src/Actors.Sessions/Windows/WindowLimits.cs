namespace Actors.Sessions.Windows;

/// <summary>How much a window keeps, and how much all windows of the node keep together. Thread-safe.</summary>
/// <param name="windowBytes">The most bytes of one window.</param>
/// <param name="windowFrames">The most frames of one window.</param>
/// <param name="nodeBytes">The most bytes of all windows; when they are used up, each keeps a sixteenth of its own.</param>
internal sealed class WindowLimits(int windowBytes, int windowFrames, long nodeBytes)
{
    private const int Tight = 16;
    private long _used;

    public int Frames => windowFrames;

    public int Bytes => IsTight ? windowBytes / Tight : windowBytes;

    public bool IsTight => Used > nodeBytes;

    public long Used => Volatile.Read(ref _used);

    public void Change(long bytes) => Interlocked.Add(ref _used, bytes);
}
