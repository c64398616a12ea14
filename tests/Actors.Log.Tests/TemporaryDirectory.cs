namespace Actors.Log.Tests;

/// <summary>A directory that goes away with the test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("actors-log-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
