using Actors.Log;
using Actors.Service.Configuration;

namespace Actors.Service.Node;

/// <summary>Keeps other nodes off a data directory.</summary>
internal static class DataLock
{
    /// <summary>Takes the lock, which holds until it is disposed of.</summary>
    /// <exception cref="SettingException">Somebody else has it.</exception>
    /// <exception cref="IOException">The directory cannot be written to.</exception>
    public static FileLock Take(string directory) =>
        FileLock.TryTake(Path.Combine(directory, "node.lock"))
        ?? throw new SettingException($"Data:Directory {directory} is in use by another process: stop that one, or give each node a directory of its own.");
}
