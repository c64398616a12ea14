using Actors.Service.Configuration;

namespace Actors.Service.Node;

/// <summary>
/// Keeps other nodes off a data directory for as long as it lives: an operating system's lock on a file in it, which ends with
/// the process however that ends.
/// </summary>
internal sealed class DataLock : IDisposable
{
    private readonly FileStream _file;

    private DataLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="SettingException">Somebody else has it.</exception>
    public static DataLock Take(string directory)
    {
        try
        {
            return new DataLock(new FileStream(Path.Combine(directory, "node.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            throw new SettingException($"Data:Directory {directory} is in use by another process: stop that one, or give each node a directory of its own.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
