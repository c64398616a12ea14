namespace Actors.Log;

/// <summary>
/// Keeps everybody else off a directory for as long as it lives: an operating system's lock on a file in it, which ends with
/// the process however that ends.
/// </summary>
public sealed class FileLock : IDisposable
{
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; null where somebody else has it.</summary>
    /// <param name="path">The file, made where it is missing.</param>
    /// <exception cref="IOException">The file cannot be made or opened: a full disk, one that is read only.</exception>
    public static FileLock? TryTake(string path)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // .NET has no exception of its own for this, but gives the system's number: EWOULDBLOCK of flock, ERROR_SHARING_VIOLATION.
    private static bool IsHeld(IOException e) => e.HResult == (
        OperatingSystem.IsWindows() ? unchecked((int)0x80070020)
        : OperatingSystem.IsLinux() ? 11
        : 35);
}
