namespace Actors.Log.Sqlite;

/// <summary>
/// Keeps everybody else off the log for as long as it lives: an operating system's lock on a file beside it, which ends with
/// the process however that ends.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="LogInUseException">Somebody else has it.</exception>
    internal static FileLock Take(string directory)
    {
        var path = Path.Combine(directory, "log.lock");
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new LogInUseException($"The log in {Path.GetFullPath(directory)} is in use by another process: stop that one, or set Data:Directory to a directory of this one's own.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
